// What is asked of Prometheus: figures as they are now, the course of the pipeline over time.
import { DataqueryBuilder, PromQueryFormat, QueryEditorMode } from '@grafana/grafana-foundation-sdk/prometheus';

/** What tells one limit on one figure from another. */
const LIMIT = 'entity_kind, entity, agreement, rule, basis, per, window';

/** Two instances may both show a figure while work moves from one to the other: the greater counts, once. */
export const figure = {
  count: (of: string) => `max by (${LIMIT}) (rollcall_figure${of})`,
  limit: (of: string) => `min by (${LIMIT}) (rollcall_figure_limit${of})`,
  share: (of: string) => `max by (${LIMIT}) (rollcall_figure_ratio${of})`,
  /** The share, with what was counted and what is allowed as labels, so that a name can tell all three. */
  told: (of: string) =>
    `sort_desc(topk(12, ${figure.share(of)})` +
    ` * on (${LIMIT}) group_left (count) count_values by (${LIMIT}) ("count", ${figure.count(of)})` +
    ` * on (${LIMIT}) group_left (limit) count_values by (${LIMIT}) ("limit", ${figure.limit(of)}))`,
};

/** The figures of months of one basis, by the labels `by`. */
export function month(basis: string, by: string, of: string): string {
  return `max by (${by}) (rollcall_month{basis="${basis}"${of && `, ${of}`}})`;
}

const SEVERITIES = ['CRITICAL', 'HIGH', 'WARNING', 'INFO'];

/** Standing alerts with a label `urgency` by which they sort: 1 is the worst. */
function urgent(meter: string): string {
  return SEVERITIES.reduce((inner, severity, i) => `label_replace(${inner}, "urgency", "${i + 1}", "severity", "${severity}")`, meter);
}

export const alerts = {
  bySeverity: SEVERITIES.map((severity) => ({
    severity,
    expr: `sum(rollcall_open_alerts{severity="${severity}"}) or vector(0)`,
  })),
  /** How many alerts say the same. */
  saying: (of: string) => `sum by (${ALERT}) (${urgent(`rollcall_alert_sentence${of}`)})`,
  /** For how many seconds what they say has stood. */
  age: (of: string) => `time() - max by (${ALERT}) (${urgent(`rollcall_alert_logged_timestamp_seconds${of}`)})`,
};
const ALERT = 'urgency, sentence, entity_kind, entity, window, detector, rule';

/** What exists and what a monitor had no room for. */
export const LEFT_OUT = ['alerts', 'figures', 'months', 'held', 'categories', 'combinations']
  .map((what) => `sum(rollcall_${what}_left_out)`)
  .join(' + ');

/** Queries get their ids in the order in which a panel has them. */
export function lettered(queries: DataqueryBuilder[]): DataqueryBuilder[] {
  return queries.map((query, i) => query.refId(String.fromCharCode('A'.charCodeAt(0) + i)));
}

/** What holds now: one value for each series. */
export function now(expr: string, name: string): DataqueryBuilder {
  return asked(expr).instant().format(PromQueryFormat.TimeSeries).legendFormat(name);
}

/** What holds now, as rows of a table: a column for each label, and one for the value. */
export function rows(expr: string): DataqueryBuilder {
  return asked(expr).instant().format(PromQueryFormat.Table);
}

/** How it went over the time that the reader chose. Never for figures: the past of a figure is not what Prometheus remembers. */
export function course(expr: string, name: string): DataqueryBuilder {
  return asked(expr).range().format(PromQueryFormat.TimeSeries).legendFormat(name);
}

function asked(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).editorMode(QueryEditorMode.Code);
}
