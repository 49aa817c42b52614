// From Prometheus' answers to what Grafana's components draw, the way that Grafana's own data source and panels go.
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  DataFrame,
  DataTransformerConfig,
  FieldConfigOptionsRegistry,
  FieldType,
  getDisplayProcessor,
  GrafanaTheme2,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';

export const ZONE = 'Europe/London';

interface Series {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

export interface Answers {
  variables: Record<string, string>;
  answers: Record<string, { result: Series[] }>;
}

// Grafana registers what its editors know; here only the settings that the dashboards have matter.
const STANDARD = ['unit', 'decimals', 'min', 'max', 'thresholds', 'mappings', 'color', 'links', 'noValue', 'displayName'];
const CUSTOM = [
  'width',
  'minWidth',
  'align',
  'cellOptions',
  'filterable',
  'drawStyle',
  'lineWidth',
  'fillOpacity',
  'showPoints',
  'stacking',
];
const item = (id: string, path: string, isCustom: boolean) => ({
  id,
  path,
  isCustom,
  name: id,
  process: (value: unknown) => value,
  shouldApply: () => true,
  override: () => null,
  editor: () => null,
});
standardFieldConfigEditorRegistry.setInit(() => STANDARD.map((id) => item(id, id, false)) as never);
const registry = new FieldConfigOptionsRegistry(
  () => [...STANDARD.map((id) => item(id, id, false)), ...CUSTOM.map((id) => item(`custom.${id}`, id, true))] as never,
);
// some are there under two names
const transformers = new Map(Object.values(standardTransformers).map((transformation) => [transformation.id, transformation]));
standardTransformersRegistry.setInit(() =>
  [...transformers.values()].map(
    (transformation) =>
      ({ id: transformation.id, transformation: async () => transformation, name: transformation.name, editor: () => null }) as never,
  ),
);

export const replaced = (text: string, variables: Record<string, string>) =>
  text.replace(/\$(\w+)/g, (all, name) => variables[name] ?? all);

/** The frames of a panel, ready to be drawn. */
export async function framesOf(panel: any, given: Answers, theme: GrafanaTheme2): Promise<DataFrame[]> {
  const asTable = panel.targets.filter((target: any) => target.format === 'table');
  const raw = panel.targets.flatMap((target: any) => {
    const { result } = given.answers[panel.id + target.refId] ?? { result: [] };
    if (target.format === 'table') {
      return result.length === 0 ? [] : [tableOf(result, target.refId, asTable.length > 1)];
    }
    return result.map((series) => seriesOf(series, target));
  });
  const transformed = await firstValueFrom(transformDataFrame((panel.transformations ?? []) as DataTransformerConfig[], raw));
  const frames = applyFieldOverrides({
    data: transformed,
    fieldConfig: panel.fieldConfig,
    fieldConfigRegistry: registry,
    replaceVariables: (text) => replaced(text, given.variables),
    theme,
    timeZone: ZONE,
  });
  cacheFieldDisplayNames(frames);
  let series = 0;
  for (const frame of frames) {
    for (const field of frame.fields) {
      // Grafana's table panel moves it there when it loads a dashboard
      field.config.custom = { ...field.config.custom, wrapText: field.config.custom?.cellOptions?.wrapText };
      field.state = { ...field.state, seriesIndex: field.type === FieldType.number ? series++ : undefined };
      field.display = getDisplayProcessor({ field, theme, timeZone: ZONE });
    }
  }
  return frames;
}

function tableOf(result: Series[], refId: string, several: boolean): DataFrame {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: result.map(({ value }) => value![0] * 1000) },
      ...labels.map((label) => ({
        name: label,
        type: FieldType.string,
        config: { filterable: true },
        values: result.map(({ metric }) => metric[label] ?? ''),
      })),
      { name: several ? `Value #${refId}` : 'Value', type: FieldType.number, values: result.map(({ value }) => Number(value![1])) },
    ],
  });
}

function seriesOf(series: Series, target: any): DataFrame {
  const points = series.values ?? [series.value!];
  const name = (target.legendFormat as string).replace(/\{\{(\w+)\}\}/g, (_all, label) => series.metric[label] ?? '');
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: points.map(([time]) => time * 1000) },
      {
        name: 'Value',
        type: FieldType.number,
        labels: series.metric,
        config: { displayNameFromDS: name },
        // what is no number is drawn as a gap
        values: points.map(([, value]) => (value === 'NaN' ? null : Number(value))),
      },
    ],
  });
}
