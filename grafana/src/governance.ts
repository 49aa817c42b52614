// For those who answer for the agreements: what is used of each limit, what is wrong, what is late, and who holds what.
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, columns, COUNT, list, NO_COLOUR, numbers, shareOf, text, ZERO_IS_WELL } from './panels';
import { figure, month, now, rows } from './query';
import { alertCounts, alertTable, BODY, choice, held, limitMeters, limitTable, notShown, page, WHO } from './shared';
import { matrix, organised, sorted } from './transform';

const BY = 'entity_kind, entity, window';
const DECIDERS = 'entity_kind=~"body|panel"';
const decided = month('decided', BY, DECIDERS);
const asked = month('asked', BY, DECIDERS);
/** A figure of 0 has no series: nothing refused, or nobody found, is 0 all the same. */
const refused = `(${month('refused', BY, DECIDERS)} or 0 * ${decided})`;
const children = `(${month('children', BY, DECIDERS)} or 0 * ${asked})`;

export function governance(): dashboard.Dashboard {
  return page({
    uid: 'rollcall-governance',
    title: 'Rollcall: governance',
    description:
      'Children, not requests: each limit against its figure, months as they are told now, standing alerts in words, what is overdue and what is held.',
    timeless: true,
    variables: [
      choice(
        'basis',
        'What is counted',
        'Whose course the months show: children, requests, people asked about, and so on.',
        'label_values(rollcall_month{entity_kind="body"}, basis)',
        'children',
      ),
    ],
    rows: [
      {
        title: 'At a glance',
        panels: [
          numbers(
            {
              title: 'Limits passed now',
              description:
                'How many limits are passed in a window that is open now: the figure is greater than the limit allows. Passed limits of closed windows stand among the alerts.',
              empty: 'No instance is watching',
              width: 4,
              height: 5,
              colours: ZERO_IS_WELL,
            },
            now(`count(${figure.share('')} > 1) or vector(0)`, 'limits passed'),
          ),
          alertCounts({ width: 10, height: 5 }),
          numbers(
            {
              title: 'Overdue',
              description: 'Standing alerts of the detector overdue: what should have followed by now and has not.',
              empty: 'No instance is watching',
              width: 3,
              height: 5,
              colours: ZERO_IS_WELL,
            },
            now('sum(rollcall_open_alerts{detector="overdue"}) or vector(0)', 'overdue'),
          ),
          numbers(
            {
              title: 'Extracts held',
              description:
                'Extracts that bodies were given and that nobody has certified as destroyed. An extract from two datasets counts twice.',
              empty: 'Nothing is held',
              width: 4,
              height: 5,
              colours: NO_COLOUR,
            },
            now('sum(max by (entity, dataset) (rollcall_held))', 'extracts held'),
          ),
          notShown({ width: 3, height: 5 }),
        ],
      },
      { title: 'Limits', panels: [limitMeters('', { width: 24, height: 7 }), limitTable('', { width: 24, height: 7 })] },
      {
        title: 'Alerts in words',
        panels: [
          alertTable(
            {
              title: 'What standing alerts say',
              description: 'The sentence of every alert that stands, the worst first, then the newest window.',
              empty: 'No alert stands',
              width: 24,
              height: 12,
            },
            '',
          ),
        ],
      },
      {
        title: 'Overdue',
        panels: [
          alertTable(
            {
              title: 'What is overdue',
              description:
                'What should have followed and has not: approved and never sent, not published, kept too long, a feed that fell silent.',
              empty: 'Nothing is overdue, or no policy in force names a detector of type overdue',
              width: 24,
              height: 9,
              known: ['detector'],
            },
            '{detector="overdue"}',
          ),
        ],
      },
      {
        title: 'Months, as they are told now',
        panels: [
          columns(
            {
              title: 'All bodies by month: $basis',
              description:
                'What was counted in each month by the time of the events themselves, over all bodies and agreements: a child whom two bodies received counts twice. Orange: restated, that is, changed by an event that came after the month had closed.',
              empty: 'No month to show: nothing was counted on this basis yet',
              width: 14,
              height: 11,
              field: 'month',
              stacked: true,
              coloured: [
                ['as first told', COLOUR.plain],
                ['restated since', COLOUR.restated],
              ],
              transformations: [
                sorted('window', 'up'),
                matrix('window', 'restated'),
                organised(
                  [
                    { from: 'window\\restated', as: 'month' },
                    { from: 'no', as: 'as first told' },
                    { from: 'yes', as: 'restated since' },
                  ],
                  [],
                ),
              ],
            },
            rows('sum by (window, restated) (max by (entity, window, restated) (rollcall_month{entity_kind="body", basis="$basis"}))'),
          ),
          list(
            {
              title: 'Months that were restated',
              description:
                'Figures of closed months that a late, corrected or retracted event has changed since, the newest month first. 0: nothing is left of what was told before. "At least": an extract of the month came without all its tokens.',
              empty: 'No closed month has changed',
              width: 10,
              height: 11,
              columns: [
                { from: 'window', as: 'month', cells: { width: 85 } },
                ...WHO,
                { from: 'basis', as: 'counts', cells: { width: 90 } },
                { from: 'Value', as: 'figure', ...COUNT, cells: { width: 80 } },
                {
                  from: 'exact',
                  as: 'figure is',
                  mappings: [text({ yes: 'exact', no: ['at least', COLOUR.restated] })],
                  cells: { width: 85 },
                },
              ],
              sort: [
                ['window', 'down'],
                ['entity', 'up'],
                ['basis', 'up'],
              ],
            },
            rows('max by (window, entity_kind, entity, basis, exact) (rollcall_month{restated="yes", entity_kind!="feed"})'),
          ),
        ],
      },
      {
        title: 'Approved, matched, held',
        panels: [
          list(
            {
              title: 'Approval and match rates by month',
              description:
                'Approval: of the requests decided in the month, the share that was not refused, for bodies and for panels. Match: different children received in the month over people asked about in it; above 100% where a month answers what an earlier one asked. No rate where nothing was decided, or nobody asked about.',
              empty: 'Nothing was asked or decided yet',
              width: 17,
              height: 10,
              columns: [
                { from: 'window', as: 'month', cells: { width: 90 } },
                ...WHO,
                { from: 'Value #A', as: 'decided', ...COUNT },
                { from: 'Value #B', as: 'refused', ...COUNT },
                { from: 'Value #C', as: 'approval rate', ...shareOf(NO_COLOUR) },
                { from: 'Value #D', as: 'asked about', ...COUNT },
                { from: 'Value #E', as: 'received', ...COUNT },
                { from: 'Value #F', as: 'match rate', ...shareOf(NO_COLOUR) },
              ],
              sort: [
                ['window', 'down'],
                ['entity', 'up'],
              ],
            },
            rows(decided),
            rows(refused),
            rows(`1 - ${refused} / (${decided} > 0)`),
            rows(asked),
            rows(`${children} and ${asked}`),
            rows(`${children} / (${asked} > 0)`),
          ),
          held('', { width: 7, height: 10 }, [BODY]),
        ],
      },
    ],
  });
}
