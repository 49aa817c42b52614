// For those who deal with alerts: what stands, how bad and how old it is, and whether it reached anybody.
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { bars, COLOUR, Coloured, columns, numbers, over, PLAIN, SEVERITY_COLOURS, steps, ZERO_IS_WELL } from './panels';
import { course, now, rows } from './query';
import { alertCounts, alertTable, notShown, page } from './shared';
import { matrix, organised, sorted } from './transform';

const DAY = 86_400;
const BY_SEVERITY: Coloured[] = Object.entries(SEVERITY_COLOURS);
const NO_FORWARDER = 'No forwarder to be seen: none runs, or Prometheus does not scrape it';

/** Standing alerts whose sentence was said for at least `from`, and less than `to` days. */
function aged(name: string, from: number, to?: number): ReturnType<typeof now> {
  const age = '(time() - rollcall_alert_logged_timestamp_seconds)';
  const old = to === undefined ? `${age} >= ${from * DAY}` : `${age} >= ${from * DAY} and ${age} < ${to * DAY}`;
  return now(`sum(rollcall_alert_sentence and (${old})) or vector(0)`, name);
}

export function alertsBoard(): dashboard.Dashboard {
  return page({
    uid: 'rollcall-alerts',
    title: 'Rollcall: alerts',
    description: 'Alerts that stand, by detector, severity and age, and how they are delivered to Alertmanager.',
    timeless: false,
    variables: [],
    rows: [
      {
        title: 'Standing',
        panels: [
          alertCounts({ width: 18, height: 5 }),
          notShown({ width: 6, height: 5 }),
          columns(
            {
              title: 'By detector',
              description: 'Standing alerts by the detector that found them, coloured by severity.',
              empty: 'No alert stands',
              width: 12,
              height: 9,
              field: 'detector',
              stacked: true,
              lying: true,
              coloured: BY_SEVERITY,
              transformations: [
                sorted('detector', 'down'),
                matrix('detector', 'severity'),
                organised([{ from: 'detector\\severity', as: 'detector' }, ...BY_SEVERITY.map(([name]) => ({ from: name, as: name }))], []),
              ],
            },
            rows('sum by (detector, severity) (rollcall_open_alerts) > 0'),
          ),
          bars(
            {
              title: 'By age',
              description:
                'Standing alerts in words, by how long they have been said as they are said now: an alert that changes its sentence begins anew.',
              empty: 'No alert stands',
              width: 12,
              height: 9,
              unit: 'locale',
              colours: PLAIN,
            },
            aged('under a day', 0, 1),
            aged('1 to 7 days', 1, 7),
            aged('7 to 30 days', 7, 30),
            aged('30 to 365 days', 30, 365),
            aged('a year and more', 365),
          ),
          alertTable(
            {
              title: 'What standing alerts say',
              description:
                'The sentence of every alert that stands, the worst first, then the newest window. Click on a column to sort by it.',
              empty: 'No alert stands',
              width: 24,
              height: 13,
            },
            '',
          ),
        ],
      },
      {
        title: 'Raised',
        panels: [
          over(
            {
              title: 'Alerts raised',
              description:
                'Alerts raised for the first time in each bar of five minutes or more, by severity: by when the monitor found them, not by the time of what they are about.',
              empty: 'No alert was raised in the time chosen',
              width: 24,
              height: 7,
              unit: 'locale',
              decimals: 0,
              barsOf: '5m',
              coloured: BY_SEVERITY,
            },
            course('sum by (severity) (increase(rollcall_alerts_raised_total[$__interval]))', '{{severity}}'),
          ),
        ],
      },
      {
        title: 'Delivery to Alertmanager',
        panels: [
          numbers(
            {
              title: 'Not delivered yet',
              description: 'Alerts raised, changed or ended that no Alertmanager has taken yet.',
              empty: NO_FORWARDER,
              width: 3,
              height: 6,
              colours: ZERO_IS_WELL,
            },
            now('sum(rollcall_forwarder_undelivered)', 'not delivered'),
          ),
          numbers(
            {
              title: 'Oldest of them',
              description: 'For how long the oldest of them has waited; 0 where none waits.',
              empty: NO_FORWARDER,
              width: 3,
              height: 6,
              unit: 's',
              colours: steps(COLOUR.plain, [60, COLOUR.near], [300, COLOUR.bad]),
            },
            now('max(rollcall_forwarder_oldest_undelivered_seconds)', 'oldest'),
          ),
          numbers(
            {
              title: 'Last accepted',
              description:
                'When Alertmanager last accepted a post. Standing alerts are sent again every minute, so this is seldom long ago while any stands.',
              empty: NO_FORWARDER,
              width: 4,
              height: 6,
              unit: 'dateTimeFromNow',
              zeroIs: 'never',
            },
            now('max(rollcall_forwarder_last_success_timestamp_seconds) * 1000', 'last accepted'),
          ),
          bars(
            {
              title: 'Held by Alertmanager',
              description: 'Alerts that stand and that Alertmanager holds, or is about to, by severity, as the forwarder knows them.',
              empty: NO_FORWARDER,
              width: 5,
              height: 6,
              above: true,
              unit: 'locale',
              colours: PLAIN,
            },
            now('sort_desc(sum by (severity) (rollcall_forwarder_standing))', '{{severity}}'),
          ),
          bars(
            {
              title: 'Taken since its start',
              description: 'Alerts that Alertmanager took for the first time since the forwarder was started, by severity.',
              empty: NO_FORWARDER,
              width: 5,
              height: 6,
              above: true,
              unit: 'locale',
              colours: PLAIN,
            },
            now('sort_desc(sum by (severity) (rollcall_forwarder_delivered_total))', '{{severity}}'),
          ),
          numbers(
            {
              title: 'Told to nobody',
              description:
                'Since the forwarder was started. Ended untold: alerts that ended before any Alertmanager could be told of them. Unreadable: records of alerts that could not be understood.',
              empty: NO_FORWARDER,
              width: 4,
              height: 6,
              named: [
                ['ended untold', ZERO_IS_WELL],
                ['unreadable', ZERO_IS_WELL],
              ],
            },
            now('sum(rollcall_forwarder_untold_total)', 'ended untold'),
            now('sum(rollcall_forwarder_unreadable_total)', 'unreadable'),
          ),
          over(
            {
              title: 'Posts to Alertmanager',
              description:
                'Posts a second, by what came of them. Refused: Alertmanager answered with an error. Unreachable: it did not answer.',
              empty: NO_FORWARDER,
              width: 12,
              height: 8,
              unit: 'reqps',
              coloured: [
                ['accepted', COLOUR.plain],
                ['refused', COLOUR.bad],
                ['unreachable', COLOUR.near],
              ],
            },
            course('sum by (outcome) (rate(rollcall_forwarder_posts_total[$__rate_interval]))', '{{outcome}}'),
          ),
          over(
            {
              title: 'Waiting to be delivered',
              description:
                'Alerts that no Alertmanager has taken yet, and records of the topic of alerts that the forwarder has not read yet.',
              empty: NO_FORWARDER,
              width: 12,
              height: 8,
              unit: 'locale',
              decimals: 0,
              coloured: [
                ['alerts', COLOUR.bad],
                ['records', COLOUR.plain],
              ],
            },
            course('sum(rollcall_forwarder_undelivered)', 'alerts'),
            course('sum(rollcall_forwarder_records_lag)', 'records'),
          ),
        ],
      },
    ],
  });
}
