// What several dashboards have in common: how they are laid out and linked, limits as meters, alerts in words.
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import { bars, COLOUR, Column, COUNT, LIMIT_STEPS, list, numbers, Panel, SEVERITY_COLOURS, shareOf, steps, text } from './panels';
import { alerts, figure, LEFT_OUT, now, rows } from './query';

export interface Page {
  uid: string;
  title: string;
  description: string;
  /** What it shows is as it is now: then there is no time to choose. */
  timeless: boolean;
  variables: dashboard.QueryVariableBuilder[];
  /** Rows of panels, from left to right; what is wider than the page goes on below. */
  rows: { title: string; panels: { build(): dashboard.Panel }[] }[];
}

export const TAG = 'rollcall';

export function page(page: Page): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(page.title)
    .uid(page.uid)
    .description(page.description)
    .tags([TAG])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timepicker(new dashboard.TimePickerBuilder().hidden(page.timeless))
    .readonly()
    .annotations([])
    .link(new dashboard.DashboardLinkBuilder('Rollcall').type(dashboard.DashboardLinkType.Dashboards).tags([TAG]).keepTime(true))
    .withVariable(
      new dashboard.DatasourceVariableBuilder('datasource')
        .label('Prometheus')
        .description('The Prometheus that scrapes the monitors and the forwarder.')
        .type('prometheus')
        .current({ selected: false, text: 'Prometheus', value: 'rollcall-prometheus' }),
    );
  page.variables.forEach((variable) => builder.withVariable(variable));
  page.rows.forEach((row) => {
    builder.withRow(new dashboard.RowBuilder(row.title));
    row.panels.forEach((panel) => builder.withPanel(panel));
  });
  const built = builder.build();
  built.panels?.forEach((panel, i) => (panel.id = i + 1));
  // else the links hide in a menu
  built.links?.forEach((link) => delete link.placement);
  return built;
}

/** A choice among the values of a label; `first` is chosen at first where it is among them. */
export function choice(name: string, label: string, description: string, values: string, first?: string): dashboard.QueryVariableBuilder {
  const builder = new dashboard.QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .query({ query: values, refId: 'PrometheusVariableQueryEditor-VariableQuery', qryType: 1 })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
  return first === undefined ? builder : builder.current({ selected: false, text: first, value: first });
}

/** The name of one whose months are counted leads to its own dashboard; `kind` is a word or where the row has it. */
function leadingOn(kind: string): Pick<Column, 'links'> {
  const url = `/d/rollcall-body?\${datasource:queryparam}&var-kind=${kind}&var-body=\${__value.raw}`;
  // of a link in a cell Grafana knows these alone; the type has all that a link between dashboards may have
  return { links: [{ title: 'Months, limits and alerts of ${__value.text}', url, targetBlank: false } as dashboard.DashboardLink] };
}

export const BODY: Column = { from: 'entity', as: 'body', cells: { minWidth: 110 }, ...leadingOn('body') };

/** Whose something is: a body, a group, a panel or a feed. */
export const WHO: Column[] = [
  { from: 'entity_kind', as: 'kind', cells: { width: 70 } },
  { from: 'entity', as: 'who', cells: { width: 130 }, ...leadingOn('${__data.fields.kind}') },
];

const NO_LIMITS = 'No limit to show: the policy in force sets none here, or no instance is watching';

/** Each limit as a meter: how much of it is used, and in words what was counted where. */
export function limitMeters(of: string, size: { width: number; height: number }): bargauge.PanelBuilder {
  return bars(
    {
      title: 'Limits: how much is used',
      description:
        'The limits on windows that are open now, the nearest to being passed first, twelve at most. Each says what was counted, of how much, on which basis and in which window. Orange from 80%, red above 100%: then the limit is passed. Counts are those of the last tick; a window that has closed is told of by alerts.',
      empty: NO_LIMITS,
      ...size,
      unit: 'percentunit',
      decimals: 1,
      max: 1,
      colours: LIMIT_STEPS,
      above: true,
    },
    now(figure.told(of), '{{entity}} · {{rule}}: {{count}} of {{limit}} {{basis}} in {{window}}'),
  );
}

export function limitTable(of: string, size: { width: number; height: number }): table.PanelBuilder {
  return list(
    {
      title: 'Every limit against its figure',
      description:
        'Each limit on a window that is open now, by its name in the policy: what was counted there so far, for whom, and under which agreement (none: over all agreements). Rolling windows end today. Zero is shown too.',
      empty: NO_LIMITS,
      ...size,
      columns: [
        ...WHO,
        { from: 'agreement', as: 'agreement' },
        { from: 'rule', as: 'limit in the policy', cells: { minWidth: 150 } },
        { from: 'basis', as: 'counts', cells: { width: 90 } },
        { from: 'per', as: 'per', cells: { width: 90 } },
        { from: 'window', as: 'window', cells: { width: 130 } },
        { from: 'Value #A', as: 'figure', ...COUNT, cells: { width: 90 } },
        { from: 'Value #B', as: 'limit', ...COUNT, cells: { width: 90 } },
        { from: 'Value #C', as: 'share', ...shareOf(LIMIT_STEPS) },
      ],
      sort: [['Value #C', 'down']],
    },
    rows(figure.count(of)),
    rows(figure.limit(of)),
    rows(figure.share(of)),
  );
}

/** How many alerts stand, by severity. */
export function alertCounts(size: { width: number; height: number }): stat.PanelBuilder {
  return numbers(
    {
      title: 'Alerts that stand',
      description:
        'How many alerts stand, by severity. An alert stands until what it found is gone: by a retraction, a correction, a later event or another policy.',
      empty: 'No instance is watching',
      ...size,
      filled: true,
      named: alerts.bySeverity.map(({ severity }) => [severity, steps('transparent', [1, SEVERITY_COLOURS[severity]])]),
    },
    ...alerts.bySeverity.map(({ severity, expr }) => now(expr, severity)),
  );
}

const ALERT_COLUMNS: Column[] = [
  {
    from: 'urgency',
    as: 'severity',
    mappings: [text(Object.fromEntries(alerts.bySeverity.map(({ severity }, i) => [i + 1, [severity, SEVERITY_COLOURS[severity]]])))],
    cells: {
      width: 96,
      cellOptions: { type: common.TableCellDisplayMode.ColorBackground, mode: common.TableCellBackgroundDisplayMode.Basic },
    },
  },
  { from: 'sentence', as: 'sentence', cells: { minWidth: 360, cellOptions: { type: common.TableCellDisplayMode.Auto, wrapText: true } } },
  ...WHO,
  { from: 'window', as: 'window', cells: { width: 130 } },
  { from: 'detector', as: 'detector', cells: { width: 95 } },
  { from: 'rule', as: 'rule', cells: { width: 160 } },
  { from: 'Value #A', as: 'said for', unit: 's', decimals: 1, cells: { width: 100 } },
  { from: 'Value #B', as: 'alerts', ...COUNT, cells: { width: 70 } },
];

/** Standing alerts in words, the worst first; without the columns of what is `known` where the table stands. */
export function alertTable(panel: Panel & { known?: string[] }, of: string): table.PanelBuilder {
  const columns = ALERT_COLUMNS.filter(({ as }) => !panel.known?.includes(as));
  return list(
    {
      ...panel,
      columns,
      hidden: ALERT_COLUMNS.filter((column) => !columns.includes(column)).map(({ from }) => from),
      description: `${panel.description} "Said for": how long it has been worded so. Requests and extracts go unnamed here, so several alerts may say the same.`,
      sort: [
        ['urgency', 'up'],
        ['window', 'down'],
      ],
    },
    rows(alerts.age(of)),
    rows(alerts.saying(of)),
  );
}

export function notShown(size: { width: number; height: number }): stat.PanelBuilder {
  return numbers(
    {
      title: 'Not shown',
      description:
        'Alerts in words, limits, months, categories, combinations and what is held that exist and that the monitors leave out here: an instance gives at most meters.series series, and 200 sentences. The topics of alerts and figures hold all.',
      empty: 'No instance is watching',
      ...size,
      colours: steps('text', [1, COLOUR.near]),
    },
    now(LEFT_OUT, 'not shown'),
  );
}

/** What was released and is not known to be destroyed. */
export function held(of: string, size: { width: number; height: number }, columns: Column[]): table.PanelBuilder {
  return list(
    {
      title: 'What is held',
      description:
        'Extracts that a body was given and that nobody has certified as destroyed, by dataset; "-" where the events name none. An extract from two datasets counts in both.',
      empty: 'Nothing is held: no extract was released, or all are certified as destroyed',
      ...size,
      columns: [
        ...columns,
        { from: 'dataset', as: 'dataset', cells: { minWidth: 140 } },
        { from: 'Value', as: 'extracts held', ...COUNT, cells: { width: 110 } },
      ],
      sort: [['Value', 'down']],
    },
    rows(`max by (${[...columns.map(({ from }) => from), 'dataset'].join(', ')}) (rollcall_held${of}) > 0`),
  );
}
