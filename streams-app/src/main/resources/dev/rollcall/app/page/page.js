// The live page: asks its own monitor every two seconds and shows what it says. Whatever comes from there is put in as text.
'use strict';

const ASK_EVERY = 2000;
const PATIENCE = 8000;
const BASES = ['requests', 'asked', 'answered', 'records', 'children'];
const NAMES = {
  requests: 'requests', asked: 'people asked about', answered: 'answered', records: 'records', children: 'children',
};
const SEVERITIES = ['CRITICAL', 'HIGH', 'WARNING', 'INFO'];
const MOST_ALERTS = 200;
const MOST_BODIES = 1000;
const FIRST_ALERTS = 8;
const MOST_COURSES = 6;
const KINDS = ['body', 'group', 'panel', 'feed'];

const at = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat('en-GB');
const number = (value) => numbers.format(value);

// What was chosen, as the address of the page says it, and what was last heard.
const chosen = { kind: 'body', id: null, window: null, basis: 'children' };
const heard = { revision: null, status: null, limits: null, alerts: null, figures: null, courses: [] };
const seenAlerts = { ids: null, fresh: new Set() };
let showAllAlerts = false;
let reachedAt = null;
let zone = 'UTC';

// ---- building ------------------------------------------------------------------------------------------------------------

/** An element with attributes, and with children that are elements or texts. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Puts new content in place of the old; what had the focus, and what was unfolded, keep that. */
function swap(place, ...content) {
  const active = document.activeElement;
  const focused = active && active.id && place.contains(active) ? active.id : null;
  const unfolded = [...place.querySelectorAll('details[open]')].map((one) => one.id);
  place.replaceChildren(...content.flat(Infinity));
  for (const id of unfolded) {
    const details = id && at(id);
    if (details) details.open = true;
  }
  if (focused && at(focused)) at(focused).focus({ preventScroll: true });
}

function none(text) {
  return el('p', { class: 'none' }, text);
}

function time(instant, seconds) {
  const options = { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' };
  if (seconds) options.second = '2-digit';
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(instant));
}

function day(date) {
  const options = { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' };
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(date + 'T00:00:00Z'));
}

const clock = (date) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(date);

function figure(figures, basis) {
  return figures[basis] || { count: 0, exact: true, restated: false };
}

const counted = (one) => (one.exact ? '' : 'at least ') + number(one.count);

// ---- the address ---------------------------------------------------------------------------------------------------------

function readAddress() {
  const query = new URLSearchParams(location.search);
  chosen.kind = KINDS.find((kind) => query.has(kind)) || 'body';
  chosen.id = query.get(chosen.kind) || null;
  chosen.window = query.get('window');
  const basis = query.get('basis');
  chosen.basis = BASES.includes(basis) ? basis : 'children';
  at('basis').value = chosen.basis;
}

function writeAddress() {
  const query = new URLSearchParams();
  if (chosen.id) query.set(chosen.kind, chosen.id);
  if (chosen.window) query.set('window', chosen.window);
  if (chosen.basis !== 'children') query.set('basis', chosen.basis);
  const search = query.toString();
  history.pushState(null, '', location.pathname + (search ? '?' + search : ''));
}

function addressOf(whom) {
  const query = new URLSearchParams([[whom.kind, whom.id]]);
  return '?' + query;
}

// ---- asking --------------------------------------------------------------------------------------------------------------

async function ask(path, parameters) {
  const query = String(new URLSearchParams(Object.entries(parameters || {}).filter(([, value]) => value !== null)));
  const patience = AbortSignal.timeout(PATIENCE);
  const response = await fetch('api/' + path + (query ? '?' + query : ''), { signal: patience, cache: 'no-store' });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
  return answer;
}

const whom = () => (chosen.id ? { entity: chosen.id, kind: chosen.kind } : {});

let round = 0;

/** Asks how things stand, and for the rest only where that has changed. */
async function look(anew) {
  const mine = ++round;
  try {
    const status = await ask('status');
    if (mine !== round) return;
    zone = status.policy ? status.policy.zone : 'UTC';
    heard.status = status;
    reachedAt = new Date();
    if (anew || status.revision !== heard.revision) {
      const rest = await askAll();
      if (mine !== round) return;
      Object.assign(heard, rest);
      heard.revision = status.revision;
      noteFresh();
      showAll();
    }
    showStatus(null);
  } catch (met) {
    if (mine === round) showStatus(met);
  }
}

async function askAll() {
  const sought = location.hash.startsWith('#alert-') ? location.hash.slice(7) : null;
  const [limits, alerts, figures] = await Promise.all([
    known(ask('limits', whom())),
    known(ask('alerts', { ...whom(), most: MOST_ALERTS, id: sought })),
    known(ask('figures', { window: chosen.id ? null : chosen.window, most: MOST_BODIES })).then((found) => found || ask('figures', { most: MOST_BODIES })),
  ]);
  const courses = await Promise.all(whoseCourses(figures).map((one) => known(ask('figures', one))));
  return { limits, alerts, figures, courses: courses.filter((course) => course !== null) };
}

/** Null where the monitor knows no such body or window. */
function known(answer) {
  return answer.catch((met) => {
    if (met.status === 404) return null;
    throw met;
  });
}

function whoseCourses(figures) {
  if (chosen.id) return [whom()];
  return bodies(figures)
    .filter((one) => BASES.some((basis) => figure(one.figures, basis).count > 0) || one.entity.kind === 'body')
    .slice(0, MOST_COURSES)
    .map((one) => ({ entity: one.entity.id, kind: one.entity.kind }));
}

const bodies = (figures) => figures.entities.filter((one) => one.entity.kind === 'body');

function noteFresh() {
  const alerts = heard.alerts ? heard.alerts.alerts : [];
  const ids = new Set(alerts.map((alert) => alert.alertId));
  if (seenAlerts.ids && seenAlerts.of === chosen.id) {
    const fresh = alerts.filter((alert) => !seenAlerts.ids.has(alert.alertId));
    fresh.forEach((alert) => seenAlerts.fresh.add(alert.alertId));
    if (fresh.length > 0) {
      const more = fresh.length > 1 ? ` And ${fresh.length - 1} more.` : '';
      at('news').textContent = `New alert, ${severityOf(fresh[0]).toLowerCase()}: ${fresh[0].explanation}${more}`;
    }
  }
  seenAlerts.ids = ids;
  seenAlerts.of = chosen.id;
}

// ---- showing -------------------------------------------------------------------------------------------------------------

function showAll() {
  if (!heard.status.policy) return; // nothing was read to its end yet: that is no silence
  showChoices();
  showSideBySide();
  showAlerts();
  showLimits();
  showCourses();
  seek();
}

function showStatus(failure) {
  const notice = at('notice');
  const problems = [];
  const status = heard.status;
  if (failure) {
    problems.push(reachedAt
      ? `The monitor cannot be reached since ${clock(reachedAt)}. What is shown is from then; it is asked again every 2 seconds.`
      : 'The monitor cannot be reached. It is asked again every 2 seconds.');
  } else {
    if (!status.live.ok) problems.push(status.live.sentence + '.');
    else if (!status.ready.ok) problems.push(status.ready.sentence + '.');
    if (status.reader.state === 'waiting') {
      problems.push(`What is shown may be old: ${status.reader.sentence}.`);
    } else if (status.reader.state === 'reading') {
      problems.push(`Reads what was published so far: ${number(status.reader.read)} records, ${number(status.reader.behind || 0)} to go.`);
    }
    if (status.reader.unreadable > 0) {
      problems.push(`${number(status.reader.unreadable)} records of the topics could not be read and are not shown.`);
    }
  }
  const text = problems.join(' ');
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = text === '';
  document.body.classList.toggle('stale', text !== '');

  const dot = document.querySelector('#pulse .dot');
  dot.className = 'dot ' + (text === '' ? 'good' : 'bad');
  if (!failure) {
    const tick = status.lastTick ? time(status.lastTick) : 'no tick yet';
    const says = (status.ready.ok ? 'Watching' : 'Not watching') + (status.story ? '. The clock of this story: ' : '. Last tick: ') + tick;
    if (at('pulse-text').textContent !== says) at('pulse-text').textContent = says;
    showLedger(status);
  } else {
    at('pulse-text').textContent = 'Not reached';
  }
}

function showChoices() {
  const select = at('who');
  const groups = KINDS.slice(0, 3).map((kind) => {
    const options = heard.figures.entities
      .filter((one) => one.entity.kind === kind)
      .sort((a, b) => a.entity.name.localeCompare(b.entity.name))
      .map((one) => el('option', { value: kind + ':' + one.entity.id }, one.entity.name));
    return options.length && kind !== 'body' ? el('optgroup', { label: kind + 's' }, options) : options;
  });
  const value = chosen.id ? chosen.kind + ':' + chosen.id : '';
  const options = [el('option', { value: '' }, 'All bodies'), ...groups.flat()];
  if (value && !heard.figures.entities.some((one) => one.entity.kind + ':' + one.entity.id === value)) {
    options.push(el('option', { value }, chosen.id));
  }
  if (same(select, options) && select.value === value) return;
  select.replaceChildren(...options);
  select.value = value;
}

/** Whether a list of options would be the same: an open list must not be changed under one's hand. */
function same(select, options) {
  const holder = el('select', {}, options);
  return holder.textContent === select.textContent && holder.options.length === select.options.length;
}

function showWindows(windows, value) {
  const select = at('when');
  const options = windows.length === 0 ? [el('option', { value: '' }, 'none yet')]
    : windows.map((one) => el('option', { value: one.window }, one.windowInWords));
  if (!same(select, options)) select.replaceChildren(...options);
  select.value = value || '';
}

function showSideBySide() {
  const place = at('side');
  if (!chosen.id) {
    const shown = heard.figures.window;
    showWindows(heard.figures.windows, shown && shown.window);
    swap(place, shown ? tableOfAll(shown) : none('No figures yet.'));
    return;
  }
  const course = heard.courses[0];
  if (!course) {
    showWindows([], '');
    swap(place, none(`Neither the policy nor any figure or alert knows “${chosen.id}”.`));
    return;
  }
  const windows = [...course.months.filter((one) => Object.keys(one.figures).length > 0).reverse(), ...course.periods];
  const shown = windows.find((one) => one.window === chosen.window)
    || windows.find((one) => figure(one.figures, 'children').count > 0) || windows[0];
  showWindows(windows, shown && shown.window);
  swap(place, shown ? storyOfOne(course.entity, shown) : none(`${course.entity.name}: no figures yet.`));
}

function storyOfOne(entity, shown) {
  const answered = figure(shown.figures, 'answered');
  const children = figure(shown.figures, 'children');
  const says = `${entity.name}, ${shown.windowInWords}: ${number(answered.count)} ${answered.count === 1 ? 'request was' : 'requests were'} `
    + `answered, with the records of ${counted(children)} ${children.count === 1 ? 'child' : 'different children'}.`;
  return el('div', { class: 'panel story' },
    el('p', { class: 'says' }, says),
    el('dl', { class: 'sums' }, BASES.map((basis) => {
      const one = figure(shown.figures, basis);
      const remarks = [one.exact ? null : 'at least', one.restated ? 'restated' : null].filter(Boolean).join(', ');
      return el('div', { class: basis },
        el('dt', {}, NAMES[basis], remarks ? el('small', {}, remarks) : null),
        el('dd', {}, number(one.count)));
    })));
}

function tableOfAll(shown) {
  const rows = heard.figures.entities.filter((one) => one.entity.kind === 'body' || one.entity.kind === 'group');
  const busy = rows.filter((one) => BASES.some((basis) => one.figures[basis]));
  const quiet = rows.length - busy.length;
  const left = (quiet > 0 ? [`${number(quiet)} more did nothing in this window.`] : [])
    .concat(heard.figures.leftOut > 0 ? [`${number(heard.figures.leftOut)} are left out: name one in the address, as ?body=home-office.`] : []);
  return [
    el('div', { class: 'panel scroll', tabindex: 0, role: 'region', 'aria-label': 'All bodies side by side', id: 'side-scroll' },
      el('table', {},
        el('caption', {}, `${capital(shown.windowInWords)}, those with most children first`),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Body'),
          BASES.map((basis) => el('th', { scope: 'col' }, capital(NAMES[basis]))))),
        el('tbody', {}, busy.map((one) => el('tr', {},
          el('th', { scope: 'row' }, el('a', { href: addressOf(one.entity), id: 'row-' + one.entity.kind + '-' + one.entity.id }, one.entity.name)),
          BASES.map((basis) => {
            const cell = figure(one.figures, basis);
            const kind = cell.count === 0 ? 'zero' : basis === 'children' ? 'counted' : null;
            return el('td', { class: kind }, counted(cell) + (cell.restated ? ' (restated)' : ''));
          })))))),
    left.length ? el('p', { class: 'more' }, left.join(' ')) : null,
  ].filter(Boolean);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// ---- alerts

const severityOf = (alert) => alert.severity || 'UNKNOWN';

function showAlerts() {
  const place = at('alerts');
  const found = heard.alerts;
  if (!found) {
    at('alerts-count').textContent = '';
    swap(place, none('Nothing is known of this one.'));
    return;
  }
  const counts = Object.entries(found.bySeverity).map(([severity, count]) => `${number(count)} ${severity.toLowerCase()}`);
  at('alerts-count').textContent = counts.join(', ');
  if (found.alerts.length === 0) {
    swap(place, none(chosen.id ? 'Nothing stands against it.' : 'Silence: nothing stands.'), missing());
    return;
  }
  const groups = grouped(found.alerts);
  const sought = groups.findIndex((group) => group.some((alert) => '#alert-' + alert.alertId === location.hash));
  const shown = showAllAlerts ? groups : groups.slice(0, Math.max(FIRST_ALERTS, sought + 1));
  const content = [el('ol', { class: 'alerts panel' }, shown.map(alertItem))];
  if (shown.length < groups.length) {
    const button = el('button', { type: 'button', id: 'all-alerts' }, `Show ${number(groups.length - shown.length)} more`);
    button.addEventListener('click', () => { showAllAlerts = true; showAlerts(); });
    content.push(el('p', { class: 'more' }, button));
  }
  if (found.leftOut > 0) {
    content.push(el('p', { class: 'more' }, `${number(found.leftOut)} more stand and are left out here: choose a body, or ask ./rollcall show alerts.`));
  }
  if (found.notHeld > 0) {
    content.push(el('p', { class: 'more' }, `${number(found.notHeld)} more stand than this page holds: ask ./rollcall show alerts.`));
  }
  swap(place, content, missing());
}

/** Says so where the address names an alert that is not there. */
function missing() {
  const id = location.hash.slice(7);
  const there = !location.hash.startsWith('#alert-') || heard.alerts.alerts.some((alert) => alert.alertId === id);
  return there ? [] : [el('p', { class: 'more', id: 'not-standing' }, 'The alert that the address names does not stand, or not any more.')];
}

/** The bands of one limit together, the highest first; whatever has no band is by itself. */
function grouped(alerts) {
  const groups = new Map();
  for (const alert of alerts) {
    const key = alert.band
      ? [alert.rule, alert.entity.kind, alert.entity.id, alert.agreement && alert.agreement.id, alert.about, alert.window.replace(/@.*/, '')].join('|')
      : alert.alertId;
    if (groups.has(key)) groups.get(key).push(alert);
    else groups.set(key, [alert]);
  }
  return [...groups.values()].map((group) => group.sort(byBand));
}

function byBand(a, b) {
  return SEVERITIES.indexOf(severityOf(a)) - SEVERITIES.indexOf(severityOf(b)) || Number(b.band) - Number(a.band)
    || b.observed - a.observed;
}

function alertItem([worst, ...lower]) {
  const tone = severityOf(worst).toLowerCase();
  return el('li', { class: 'alert ' + tone, id: 'alert-' + worst.alertId, tabindex: -1 },
    el('p', {}, el('span', { class: 'severity' }, severityOf(worst).toLowerCase()),
      seenAlerts.fresh.has(worst.alertId) ? el('span', { class: 'fresh' }, 'new') : null),
    el('p', { class: 'sentence' }, worst.explanation),
    el('p', { class: 'about' }, about(worst)),
    lower.length === 0 ? null : el('details', { id: 'lower-' + worst.alertId },
      el('summary', { id: 'summary-' + worst.alertId }, `${number(lower.length)} more of this limit`),
      el('ul', { class: 'lower' }, lower.map((alert) => el('li', { id: 'alert-' + alert.alertId, tabindex: -1, class: 'tone-' + severityOf(alert).toLowerCase() },
        el('span', { class: 'tally' }, `${severityOf(alert).toLowerCase()}, ${alert.band}%: `), alert.explanation)))));
}

function about(alert) {
  return [
    alert.rule,
    alert.windowInWords,
    alert.agreement ? alert.agreement.name : null,
    alert.about ? 'about ' + alert.about : null,
    alert.owner ? 'owner ' + alert.owner : null,
    'logged ' + time(alert.loggedAt),
  ].filter(Boolean).join(' · ');
}

let sought = null;

/** Marks the alert that the address names, and brings it into view once. */
function seek() {
  document.querySelectorAll('.sought').forEach((one) => one.classList.remove('sought'));
  const target = location.hash.startsWith('#alert-') ? at(location.hash.slice(1)) : null;
  if (!target) return;
  target.classList.add('sought');
  const details = target.closest('details');
  if (details) details.open = true;
  if (sought !== location.hash) {
    sought = location.hash;
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
  }
}

// ---- limits

function showLimits() {
  const found = heard.limits;
  at('limits-day').textContent = found && found.today ? day(found.today) : '';
  if (!found || found.limits.length === 0) {
    swap(at('limits'), none(chosen.id ? 'The policy sets no limit on it that is open now.' : 'The policy sets no limit that is open now.'));
    return;
  }
  const content = [el('ul', { class: 'limits panel' }, found.limits.map(limitItem))];
  if (found.leftOut > 0) content.push(el('p', { class: 'more' }, `${number(found.leftOut)} more, all further from being passed, are left out: choose a body.`));
  if (found.ofParts > 0) {
    content.push(el('p', { class: 'more' }, `${number(found.ofParts)} more judge single operators or datasets, or a volume that nobody declared: they speak through alerts.`));
  }
  swap(at('limits'), content);
}

function limitItem(limit) {
  const passed = limit.count > limit.limit;
  const near = !passed && limit.warnAt.length > 0 && limit.count * 100 >= limit.limit * limit.warnAt[0];
  const whole = Math.max(limit.limit, limit.count);
  const percent = Math.floor(limit.ratio * 100);
  const state = passed ? 'passed' : near ? 'near' : 'calm';
  const word = passed ? `passed by ${number(limit.count - limit.limit)}` : near ? `${percent}%, near` : `${percent}%`;
  const says = `${(limit.exact ? '' : 'at least ') + number(limit.count)} of ${number(limit.limit)} ${limit.unit}`;
  const id = ['limit', limit.entity.kind, limit.entity.id, limit.agreement ? limit.agreement.id : '', limit.name].join('-');
  const meter = el('div', {
    class: 'meter ' + state,
    role: 'meter',
    'aria-labelledby': id,
    'aria-valuemin': 0,
    'aria-valuemax': limit.limit,
    'aria-valuenow': Math.min(limit.count, limit.limit),
    'aria-valuetext': `${says}, ${word}`,
  });
  const bar = el('span', { class: 'fill' });
  bar.style.width = (100 * limit.count / whole) + '%';
  meter.append(bar);
  for (const share of limit.warnAt) meter.append(mark('band', share * limit.limit / whole));
  if (passed) meter.append(mark('edge', 100 * limit.limit / whole));
  return el('li', { class: 'limit' },
    el('p', { class: 'whom', id }, limit.entity.name),
    el('div', { class: 'reads' }, el('span', {}, says), el('span', { class: 'share ' + state }, word)),
    meter,
    el('p', { class: 'about' }, [limit.name, limit.windowInWords, limit.agreement ? limit.agreement.name : 'over all agreements',
      limit.warnAt.length ? 'warns at ' + limit.warnAt.map((share) => share + '%').join(', ') : null].filter(Boolean).join(' · ')));
}

function mark(kind, percent) {
  const line = el('span', { class: kind });
  line.style.left = `calc(${percent}% - 1px)`;
  return line;
}

// ---- months

function showCourses() {
  const shown = heard.courses.filter((course) => course.months.some((month) => figure(month.figures, chosen.basis).count > 0
    || figure(month.figures, chosen.basis).restated));
  const silent = heard.courses.filter((course) => !shown.includes(course)).map((course) => course.entity.name);
  const content = [];
  if (shown.length > 0) {
    content.push(el('div', { class: 'courses' }, shown.map((course, place) => courseItem(course, `hatch-${place}`))));
    const notBefore = shown.map((course) => course.notBefore).find(Boolean);
    if (notBefore) content.push(el('p', { class: 'more' }, `Months before ${notBefore} are not held here.`));
  }
  const left = chosen.id ? 0 : bodies(heard.figures).length - heard.courses.length;
  const remarks = (silent.length ? [`No ${NAMES[chosen.basis]}: ${silent.join(', ')}.`] : [])
    .concat(left > 0 ? [`${number(left)} more bodies: choose one above.`] : []);
  if (remarks.length) content.push(el('p', { class: 'more' }, remarks.join(' ')));
  swap(at('course'), content.length ? content : [none('No figures yet.')]);
}

function courseItem(course, hatch) {
  const basis = chosen.basis;
  const id = course.entity.kind + '-' + course.entity.id;
  const busy = course.months.filter((month) => month.figures[basis]);
  const restated = busy.filter((month) => month.figures[basis].restated).length;
  const limit = monthlyLimit(course.entity, basis);
  const first = course.months[0].windowInWords;
  const last = course.months[course.months.length - 1].windowInWords;
  return el('div', { class: 'course panel' },
    el('h3', {}, course.entity.name),
    el('p', { class: 'key' },
      el('span', {}, `${capital(NAMES[basis])} a month, ${first} to ${last}`),
      restated ? el('span', {}, `◆ restated after the month had closed: ${number(restated)}`) : null,
      busy.some((month) => !month.figures[basis].exact) ? el('span', {}, '▴ at least: tokens were left out') : null),
    chart(course, basis, limit, hatch),
    el('details', { id: 'table-' + id },
      el('summary', { id: 'open-' + id }, 'As a table'),
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${course.entity.name}, month by month`, id: 'scroll-' + id },
        el('table', {},
          el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Month'), BASES.map((one) => el('th', { scope: 'col' }, capital(NAMES[one]))))),
          el('tbody', {}, course.months.filter((month) => Object.keys(month.figures).length > 0).reverse().map((month) => el('tr', {},
            el('th', { scope: 'row' }, month.windowInWords),
            BASES.map((one) => {
              const cell = figure(month.figures, one);
              return el('td', { class: cell.count === 0 ? 'zero' : null }, counted(cell) + (cell.restated ? ' (restated)' : ''));
            }))))))));
}

/** The strictest limit on a month of this; null where there is none. */
function monthlyLimit(entity, basis) {
  const limits = (heard.limits ? heard.limits.limits : []).filter((limit) => limit.per === 'month' && limit.basis === basis
    && limit.entity.kind === entity.kind && limit.entity.id === entity.id);
  return limits.sort((a, b) => a.limit - b.limit)[0] || null;
}

function chart(course, basis, limit, hatchId) {
  const width = Math.max(240, at('course').clientWidth - 42);
  const left = 46;
  const top = 16;
  const height = 120;
  const room = width - left - 4;
  const months = course.months;
  const greatest = Math.max(1, ...months.map((month) => figure(month.figures, basis).count));
  const allowed = limit && limit.limit <= greatest * 3 ? limit.limit : null;
  const scale = nice(Math.max(greatest, allowed || 0));
  const y = (value) => top + height - height * value / scale;
  const step = Math.min(room / months.length, 60);
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${top + height + 24}`, height: top + height + 24, role: 'img', 'aria-label':
      `${capital(NAMES[basis])} of ${course.entity.name} a month: at most ${number(greatest)}. The table below has every month.`,
  });
  const hatch = svg('pattern', { id: hatchId, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('line', { class: 'hatch-line', x1: 0, y1: 0, x2: 0, y2: 6 }));
  picture.append(svg('defs', {}, hatch));
  for (const value of [scale / 2, scale]) {
    picture.append(svg('line', { class: 'grid', x1: left, x2: left + room, y1: y(value), y2: y(value) }),
      svg('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, number(value)));
  }
  months.forEach((month, i) => {
    const one = figure(month.figures, basis);
    const x = left + i * step;
    const wide = Math.max(1.5, step - Math.min(3, step * 0.25));
    const high = one.count > 0 ? Math.max(2, height * one.count / scale) : 0;
    const place = { x: x.toFixed(1), y: (top + height - high).toFixed(1), width: wide.toFixed(1), height: high.toFixed(1) };
    const title = `${month.windowInWords}: ${counted(one)}${one.restated ? ', restated' : ''}`;
    if (high > 0) picture.append(svg('rect', { class: 'bar', ...place }, svg('title', {}, title)));
    if (one.restated && high > 0) picture.append(svg('rect', { ...place, fill: `url(#${hatchId})` }, svg('title', {}, title)));
    const middle = x + wide / 2;
    const above = top + height - high - 7;
    if (one.restated) picture.append(svg('path', { class: 'sign', d: `M${middle} ${above - 4}l4 4l-4 4l-4 -4z` }, svg('title', {}, title)));
    else if (!one.exact) picture.append(svg('path', { class: 'sign', d: `M${middle} ${above - 4}l4 7h-8z` }, svg('title', {}, title)));
    if (month.window.endsWith('-01') && (step * 12 >= 44 || Number(month.window.slice(0, 4)) % 2 === 0)) {
      picture.append(svg('line', { class: 'axis', x1: x, x2: x, y1: top + height, y2: top + height + 5 }),
        svg('text', { x: x + 3, y: top + height + 17 }, month.window.slice(0, 4)));
    }
  });
  if (!months.some((month) => month.window.endsWith('-01'))) {
    picture.append(svg('text', { x: left, y: top + height + 17 }, months[0].windowInWords));
  }
  picture.append(svg('line', { class: 'axis', x1: left, x2: left + room, y1: top + height, y2: top + height }));
  if (allowed !== null) {
    const says = number(allowed) + (limit.agreement ? ' under ' + limit.agreement.name : ' allowed');
    picture.append(svg('line', { class: 'limit-line', x1: left, x2: left + room, y1: y(allowed), y2: y(allowed) }),
      svg('text', { class: 'limit-text', x: left + 4, y: y(allowed) - 5 }, says));
  }
  return picture;
}

/** The next round number: 1, 2, 4, 6 or 10 times a power of ten. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.max(2, power * [1, 2, 4, 6, 10].find((factor) => factor * power >= value));
}

// ---- ledger and health

let ledgerShown = '';

function showLedger(status) {
  const text = JSON.stringify({ ...status, lastTick: null, reader: { ...status.reader, read: 0 } });
  if (text === ledgerShown) return;
  ledgerShown = text;
  const policy = status.policy;
  const columns = ['read', 'applied', 'duplicate', 'rejected'];
  const rows = status.ledger.map((line) => {
    return el('tr', {}, el('th', { scope: 'row' }, line.topic),
      columns.map((column) => el('td', { class: line[column] === 0 ? 'zero' : null }, number(line[column]))),
      el('td', {}, line.missing === 0 ? 'balances' : el('span', { class: 'bad-word' }, `${number(line.missing)} unaccounted for`)));
  });
  const rejected = status.ledger.filter((line) => line.rejected > 0).map((line) => `${line.topic}: `
    + Object.entries(line.byReason).map(([reason, count]) => `${number(count)} ${reason.toLowerCase().replace(/_/g, ' ')}`).join(', '));
  const facts = [
    ['Health', `${status.live.sentence}. ${status.ready.sentence}.`],
    ['Rejected', rejected.length ? rejected.join('; ') + '. See ./rollcall show rejected.' : 'nothing'],
    ['Policy', policy ? `${policy.name}, version ${policy.version}, from ${day(policy.from)}${policy.because ? ': ' + policy.because : ''}` : 'none read yet'],
    ['This page', `${status.reader.sentence}.`],
  ];
  swap(at('ledger'), el('div', { class: 'panel' },
    rows.length === 0 ? el('p', { class: 'none facts' }, 'This instance has no task of which there is a ledger.')
      : el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Ledger', id: 'ledger-scroll' }, el('table', {},
        el('thead', {}, el('tr', {}, ['Topic', 'Read', 'Applied', 'Duplicate', 'Rejected', 'Balance'].map((name) => el('th', { scope: 'col' }, name)))),
        el('tbody', {}, rows))),
    el('dl', { class: 'facts' }, facts.map(([name, says]) => [el('dt', {}, name), el('dd', {}, says)]))));
}

// ---- life ----------------------------------------------------------------------------------------------------------------

at('who').addEventListener('change', (event) => {
  const [, kind, id] = /^(\w+):(.*)$/.exec(event.target.value) || [null, 'body', null];
  Object.assign(chosen, { kind, id, window: null });
  showAllAlerts = false;
  writeAddress();
  look(true);
});
at('when').addEventListener('change', (event) => {
  chosen.window = event.target.value || null;
  writeAddress();
  look(true);
});
at('basis').addEventListener('change', (event) => {
  chosen.basis = event.target.value;
  writeAddress();
  if (heard.figures) showCourses();
});
addEventListener('popstate', () => { readAddress(); look(true); });
addEventListener('hashchange', () => look(true));
let resized = null;
addEventListener('resize', () => {
  clearTimeout(resized);
  resized = setTimeout(() => { if (heard.figures) showCourses(); }, 150);
});

/** Asks again a while after the last answer; a page that nobody sees does not ask. */
async function keepLooking() {
  if (!document.hidden) await look(false);
  setTimeout(keepLooking, ASK_EVERY);
}
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(false); });

readAddress();
keepLooking();
