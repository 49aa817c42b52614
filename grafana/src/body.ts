// For one body (or group, or panel): what was asked and what was received, with which categories, under which limits.
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, COLOURED, Column, columns, COUNT, grid, list, text } from './panels';
import { rows } from './query';
import { alertTable, choice, held, limitMeters, limitTable, notShown, page } from './shared';
import { matrix, organised, sorted } from './transform';

const ITS = 'entity_kind="$kind", entity="$body"';
const BODY = '{entity="$body"}';

/** The bases in the order in which things happen. */
const BASES: { basis: string; as: string; color: string }[] = [
  { basis: 'requests', as: 'requests', color: '#F0E442' },
  { basis: 'asked', as: 'people asked about', color: '#CC79A7' },
  { basis: 'answered', as: 'requests answered', color: '#E69F00' },
  { basis: 'records', as: 'records', color: '#009E73' },
  { basis: 'children', as: 'children', color: '#56B4E9' },
];

/** All bases in one answer: each becomes a column, however few of them there are. */
const figures = (of: string) => `max by (window, basis) (rollcall_month{${of}})`;
/** 1 for each month in which a figure is so, as if that were a basis too. */
const marked = (as: string, label: string) =>
  `label_replace(max by (window) (rollcall_month{${ITS}, ${label}} >= bool 0), "basis", "${as}", "", "")`;

function mark(from: string, as: string, word: string): Column {
  return { from, as, mappings: [text({ 1: [word, COLOUR.restated] })], cells: { width: 90, ...COLOURED } };
}

export function body(): dashboard.Dashboard {
  return page({
    uid: 'rollcall-body',
    title: 'Rollcall: one body',
    description:
      'What one body asked for, what it received and how many children that is; its categories, limits and alerts, and what it holds.',
    timeless: true,
    variables: [
      choice(
        'kind',
        'Kind',
        'Bodies, groups or panels. Categories and what is held are counted for bodies only.',
        'label_values(rollcall_month{entity_kind!="feed"}, entity_kind)',
        'body',
      ),
      choice('body', 'Body', 'Whose figures are shown.', 'label_values(rollcall_month{entity_kind="$kind"}, entity)'),
    ],
    rows: [
      {
        title: 'Requests are not children',
        panels: [
          columns(
            {
              title: '$body, month by month: one thing, counted in five ways',
              description:
                'Requests made; people asked about in them; requests answered by an extract; records released; different children among them. Each in the month of the event itself, over all agreements, as told now. Months without any are left out; the scale is logarithmic, since one request may ask for thousands.',
              empty: 'No month to show: $body has neither asked for nor received anything',
              width: 24,
              height: 10,
              field: 'month',
              stacked: false,
              logarithmic: true,
              coloured: BASES.map(({ as, color }) => [as, color]),
              transformations: [
                sorted('window', 'up'),
                matrix('window', 'basis'),
                organised([{ from: 'window\\basis', as: 'month' }, ...BASES.map(({ basis, as }) => ({ from: basis, as }))], []),
              ],
            },
            rows(figures(`${ITS}, basis=~"${BASES.map(({ basis }) => basis).join('|')}"`)),
          ),
          list(
            {
              title: 'The months in numbers',
              description:
                'The same, the newest month first, with the requests that were decided and refused. "Restated": a figure of the month has changed since the month closed. "At least": an extract of the month came without all its tokens, so children may be more.',
              empty: 'No month to show: $body has neither asked for nor received anything',
              width: 24,
              height: 10,
              before: [sorted('window', 'down'), matrix('window', 'basis')],
              columns: [
                { from: 'window\\basis', as: 'month', cells: { width: 90 } },
                ...BASES.map(({ basis, as }) => ({ from: basis, as, ...COUNT })),
                { from: 'decided', as: 'decided', ...COUNT },
                { from: 'refused', as: 'refused', ...COUNT },
                mark('restated', 'changed', 'restated'),
                mark('inexact', 'exact', 'at least'),
              ],
              sort: [],
            },
            rows([figures(ITS), marked('restated', 'restated="yes"'), marked('inexact', 'exact="no"')].join(' or ')),
          ),
        ],
      },
      {
        title: 'Limits and alerts',
        panels: [
          limitMeters(`{${ITS}}`, { width: 24, height: 7 }),
          alertTable(
            {
              title: 'What standing alerts say of $body',
              description: 'The sentence of every alert that stands, the worst first, then the newest window.',
              empty: 'No alert stands',
              known: ['kind', 'who'],
              width: 24,
              height: 10,
            },
            `{${ITS}}`,
          ),
          limitTable(`{${ITS}}`, { width: 24, height: 6 }),
        ],
      },
      {
        title: 'Categories',
        panels: [
          grid(
            {
              title: 'Categories by month',
              description:
                'How many extracts of the month carried each category of data. An extract carries several, so a row does not add up to a number of extracts.',
              empty: 'No category to show: nothing was released to $body, or it is no body',
              width: 24,
              height: 9,
              row: 'window',
              column: 'category',
              as: 'month',
            },
            rows(`max by (window, category) (rollcall_category${BODY})`),
          ),
          columns(
            {
              title: 'Combinations by month',
              description:
                'Extracts of the month by the exact set of categories that they carried. Each extract has one, so a bar is as high as the month has extracts.',
              empty: 'No combination to show: nothing was released to $body, or it is no body',
              width: 12,
              height: 10,
              field: 'month',
              stacked: true,
              coloured: [],
              transformations: [
                sorted('categories', 'up'),
                sorted('window', 'up'),
                matrix('window', 'categories'),
                organised([{ from: 'window\\categories', as: 'month' }], []),
              ],
            },
            rows(`max by (window, categories) (rollcall_combination${BODY})`),
          ),
          list(
            {
              title: 'Combinations',
              description:
                'Every set of categories that was released together: in how many extracts, in how many months, first and last when. One seen once is worth a look.',
              empty: 'No combination to show: nothing was released to $body, or it is no body',
              width: 12,
              height: 10,
              before: [
                sorted('window', 'up'),
                {
                  id: 'groupBy',
                  options: {
                    fields: {
                      categories: { operation: 'groupby', aggregations: [] },
                      Value: { operation: 'aggregate', aggregations: ['sum'] },
                      window: { operation: 'aggregate', aggregations: ['count', 'first', 'last'] },
                    },
                  },
                },
              ],
              columns: [
                { from: 'categories', as: 'categories', cells: {} },
                { from: 'Value (sum)', as: 'extracts', ...COUNT, cells: { width: 80 } },
                { from: 'window (count)', as: 'months', ...COUNT, cells: { width: 75 } },
                { from: 'window (first)', as: 'first', cells: { width: 85 } },
                { from: 'window (last)', as: 'last', cells: { width: 85 } },
              ],
              sort: [['Value (sum)', 'down']],
            },
            rows(`max by (window, categories) (rollcall_combination${BODY})`),
          ),
        ],
      },
      {
        title: 'Held',
        panels: [held(BODY, { width: 18, height: 6 }, []), notShown({ width: 6, height: 6 })],
      },
    ],
  });
}
