// One way to draw each thing: a number, a meter, a table, months, a course over time.
import * as barchart from '@grafana/grafana-foundation-sdk/barchart';
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { lettered } from './query';
import { matrix, organised, sorted, without } from './transform';

/** Okabe and Ito's colours, which people tell apart however they see colours; what is bad is also said in words. */
export const COLOUR = {
  plain: '#56B4E9',
  restated: '#E69F00',
  near: '#E69F00',
  bad: '#D55E00',
};

/** The worse, the darker: they are apart in black and white too. */
export const SEVERITY_COLOURS: Record<string, string> = {
  CRITICAL: '#AA3377',
  HIGH: COLOUR.bad,
  WARNING: '#F2CC60',
  INFO: '#BBBBBB',
};

/** What every panel says of itself. */
export interface Panel {
  title: string;
  /** What is counted, in a sentence or two. */
  description: string;
  /** What it says where there is nothing to show. */
  empty: string;
  width: number;
  height: number;
}

type Settings = Partial<Omit<dashboard.FieldConfig, 'custom'>>;
type Cells = Partial<common.TableFieldOptions>;

/** A step of colour from `value` on; the first begins at the bottom. */
export function steps(first: string, ...others: [number, string][]): dashboard.ThresholdsConfig {
  return {
    mode: dashboard.ThresholdsMode.Absolute,
    steps: [{ value: null, color: first }, ...others.map(([value, color]) => ({ value, color }))],
  };
}

/** A limit is passed when the figure is greater than it, not when they are equal. */
export const LIMIT_STEPS = steps(COLOUR.plain, [0.8, COLOUR.near], [1.0000001, COLOUR.bad]);
export const ZERO_IS_WELL = steps(COLOUR.plain, [1, COLOUR.bad]);
export const ONE_IS_WELL = steps(COLOUR.bad, [1, COLOUR.plain]);
export const PLAIN = steps(COLOUR.plain);
export const NO_COLOUR = steps('text');

function given<B extends Common<B>>(builder: B, panel: Panel, queries: DataqueryBuilder[]): B {
  return builder
    .title(panel.title)
    .description(panel.description)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .noValue(panel.empty)
    .span(panel.width)
    .height(panel.height)
    .targets(lettered(queries));
}

/** What the builders of all kinds of panels share; they have no type for it. */
interface Common<B> {
  title(title: string): B;
  description(description: string): B;
  datasource(datasource: common.DataSourceRef): B;
  noValue(noValue: string): B;
  span(w: number): B;
  height(h: number): B;
  targets(targets: DataqueryBuilder[]): B;
}

function threshold(config: dashboard.ThresholdsConfig): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder().mode(config.mode).steps(config.steps);
}

function lastValue(): common.ReduceDataOptionsBuilder {
  return new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false);
}

function fixed(color: string): Settings {
  return { color: { mode: dashboard.FieldColorModeId.Fixed, fixedColor: color } };
}

/** Values that are shown as words, each in its colour if it has one. */
export function text(words: Record<string, string | [word: string, color: string]>): dashboard.ValueMap {
  const results = Object.entries(words).map(([value, word], index) => {
    const [text, color] = Array.isArray(word) ? word : [word, undefined];
    return [value, { text, color, index }];
  });
  return { type: dashboard.MappingType.ValueToText, options: Object.fromEntries(results) };
}

/** A series by its name, in one colour. */
export type Coloured = [name: string, color: string];

/** Numbers to be read at a glance; `named` where there are several. */
export function numbers(
  panel: Panel & {
    unit?: string;
    decimals?: number;
    colours?: dashboard.ThresholdsConfig;
    named?: [string, dashboard.ThresholdsConfig][];
    filled?: boolean;
    zeroIs?: string;
  },
  ...queries: DataqueryBuilder[]
): stat.PanelBuilder {
  const builder = given(new stat.PanelBuilder(), panel, queries)
    .unit(panel.unit ?? 'locale')
    .decimals(panel.decimals ?? 0)
    .thresholds(threshold(panel.colours ?? NO_COLOUR))
    .colorMode(panel.filled ? common.BigValueColorMode.BackgroundSolid : common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .justifyMode(common.BigValueJustifyMode.Center)
    .textMode(panel.named || queries.length > 1 ? common.BigValueTextMode.ValueAndName : common.BigValueTextMode.Value)
    .reduceOptions(lastValue());
  if (panel.zeroIs) {
    builder.mappings([text({ 0: panel.zeroIs })]);
  }
  panel.named?.forEach(([name, colours]) => builder.overrideByName(name, properties({ thresholds: colours })));
  return builder;
}

/** Horizontal bars, one for each series. */
export function bars(
  panel: Panel & { unit: string; decimals?: number; max?: number; colours: dashboard.ThresholdsConfig; above?: boolean },
  ...queries: DataqueryBuilder[]
): bargauge.PanelBuilder {
  const builder = given(new bargauge.PanelBuilder(), panel, queries)
    .unit(panel.unit)
    .decimals(panel.decimals ?? 0)
    .min(0)
    .thresholds(threshold(panel.colours))
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .valueMode(common.BarGaugeValueMode.Text)
    .namePlacement(panel.above ? common.BarGaugeNamePlacement.Top : common.BarGaugeNamePlacement.Left)
    .sizing(common.BarGaugeSizing.Auto)
    .maxVizHeight(panel.above ? 48 : 36)
    .text(new common.VizTextDisplayOptionsBuilder().titleSize(13).valueSize(18))
    .reduceOptions(lastValue());
  return panel.max === undefined ? builder : builder.max(panel.max);
}

/** A column of a table: where its values come from, and how they are shown. */
export interface Column extends Settings {
  from: string;
  as: string;
  cells?: Cells;
}

/**
 * A table of the columns named, in that order; whatever else the queries give is left out.
 *
 * Rows of several queries that have the same labels become one row.
 */
export function list(
  panel: Panel & {
    columns: Column[];
    sort: [column: string, order: 'up' | 'down'][];
    before?: dashboard.DataTransformerConfig[];
    hidden?: string[];
  },
  ...queries: DataqueryBuilder[]
): table.PanelBuilder {
  const hidden = panel.sort.map(([from]) => from).filter((from) => !panel.columns.some((column) => column.from === from));
  const builder = given(new table.PanelBuilder(), panel, queries)
    .cellHeight(common.TableCellHeight.Sm)
    .filterable(true)
    .thresholds(threshold(NO_COLOUR))
    .transformations([
      ...(panel.before ?? []),
      ...(queries.length > 1 ? [without('Time'), { id: 'merge', options: {} }] : []),
      // the sort is stable: the last one counts most
      ...[...panel.sort].reverse().map(([field, order]) => sorted(field, order)),
      organised(panel.columns, ['Time', ...hidden, ...(panel.hidden ?? [])]),
    ]);
  panel.columns.forEach(({ from, as, cells, ...settings }) =>
    // what a panel says where it is empty is not for its empty cells
    builder.overrideByName(as, properties({ noValue: ' ', ...settings }, cells)),
  );
  return builder;
}

/** A table of counts with a row for each value of one label and a column for each value of another; the darker, the more. */
export function grid(panel: Panel & { row: string; column: string; as: string }, query: DataqueryBuilder): table.PanelBuilder {
  return given(new table.PanelBuilder(), panel, [query])
    .unit('locale')
    .min(0)
    .cellHeight(common.TableCellHeight.Sm)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.ContinuousBlues))
    .cellOptions({ type: common.TableCellDisplayMode.ColorBackground, mode: common.TableCellBackgroundDisplayMode.Basic })
    .transformations([
      sorted(panel.column, 'up'),
      sorted(panel.row, 'down'),
      matrix(panel.row, panel.column),
      organised([{ from: `${panel.row}\\${panel.column}`, as: panel.as }], []),
    ])
    .overrideByFieldType('number', properties({ noValue: ' ' }))
    .overrideByName(panel.as, properties({}, { width: 90, cellOptions: { type: common.TableCellDisplayMode.Auto } }));
}

/** Bars over the values of a label, such as months: those without a figure take no room. */
export function columns(
  panel: Panel & {
    field: string;
    stacked: boolean;
    lying?: boolean;
    logarithmic?: boolean;
    coloured: Coloured[];
    transformations: dashboard.DataTransformerConfig[];
  },
  ...queries: DataqueryBuilder[]
): barchart.PanelBuilder {
  const builder = given(new barchart.PanelBuilder(), panel, queries)
    .unit('locale')
    .xField(panel.field)
    .orientation(panel.lying ? common.VizOrientation.Horizontal : common.VizOrientation.Vertical)
    .stacking(panel.stacked ? common.StackingMode.Normal : common.StackingMode.None)
    .xTickLabelRotation(panel.lying ? 0 : -45)
    .xTickLabelSpacing(panel.lying ? 0 : 50)
    .showValue(common.VisibilityMode.Auto)
    .fillOpacity(90)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName))
    .legend(legend())
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.None))
    .transformations(panel.transformations);
  if (panel.logarithmic) {
    builder.scaleDistribution(new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10));
  }
  panel.coloured.forEach(([name, color]) => builder.overrideByName(name, properties(fixed(color))));
  return builder;
}

interface Course extends Panel {
  unit: string;
  decimals?: number;
  coloured?: Coloured[];
  /** Bars in place of lines, each of so long a time or longer. */
  barsOf?: string;
}

/** How something went over the time that the reader chose. */
export function over(panel: Course, ...queries: DataqueryBuilder[]): timeseries.PanelBuilder {
  const builder = given(new timeseries.PanelBuilder(), panel, queries)
    .unit(panel.unit)
    .min(0)
    .lineWidth(2)
    .showPoints(common.VisibilityMode.Auto)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic))
    .legend(legend())
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending));
  if (panel.decimals !== undefined) {
    builder.decimals(panel.decimals);
  }
  if (panel.barsOf) {
    builder
      .interval(panel.barsOf)
      .drawStyle(common.GraphDrawStyle.Bars)
      .fillOpacity(90)
      .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  }
  panel.coloured?.forEach(([name, color]) => builder.overrideByName(name, properties(fixed(color))));
  return builder;
}

function legend(): common.VizLegendOptionsBuilder {
  return new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .calcs([]);
}

function properties(settings: Settings, cells: Cells = {}): dashboard.DynamicConfigValue[] {
  return [
    ...Object.entries(settings).map(([id, value]) => ({ id, value })),
    ...Object.entries(cells).map(([id, value]) => ({ id: `custom.${id}`, value })),
  ];
}

/** Cells of which the text is coloured. */
export const COLOURED: Cells = { cellOptions: { type: common.TableCellDisplayMode.ColorText } };

/** Numbers written `1,501`. */
export const COUNT: Settings & { cells: Cells } = { unit: 'locale', decimals: 0, cells: { minWidth: 80 } };

/** A share as a small meter beside its number. */
export function shareOf(colours: dashboard.ThresholdsConfig): Settings & { cells: Cells } {
  return {
    unit: 'percentunit',
    decimals: 0,
    min: 0,
    max: 1,
    thresholds: colours,
    cells: {
      minWidth: 130,
      cellOptions: {
        type: common.TableCellDisplayMode.Gauge,
        mode: common.BarGaugeDisplayMode.Basic,
        valueDisplayMode: common.BarGaugeValueMode.Text,
      },
    },
  };
}
