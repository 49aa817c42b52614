// A bar chart: Grafana's own is not among its published components. Drawn after its options: stacked or side by side, standing or
// lying, linear or logarithmic.
import {
  DataFrame,
  Field,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  getFieldSeriesColor,
  GrafanaTheme2,
} from '@grafana/data';
import { VizLegend } from '@grafana/ui';

interface Props {
  frame: DataFrame;
  options: any;
  custom: any;
  theme: GrafanaTheme2;
  width: number;
  height: number;
}

export function Bars({ frame, options, custom, theme, width, height }: Props) {
  const names = frame.fields.find((field) => getFieldDisplayName(field, frame) === options.xField)!;
  const series = frame.fields.filter((field) => field.type === FieldType.number);
  const colour = (field: Field) => getFieldSeriesColor(field, theme).color;
  const stacked = options.stacking === 'normal';
  const lying = options.orientation === 'horizontal';
  const logarithmic = custom.scaleDistribution?.type === 'log';
  const value = (field: Field, i: number) => Number(field.values[i] ?? 0);
  const totals = Array.from(names.values, (_name, i) =>
    stacked ? series.reduce((sum, field) => sum + value(field, i), 0) : Math.max(...series.map((field) => value(field, i))),
  );
  const top = Math.max(1, ...totals);
  const box = lying ? { left: 90, right: 40, top: 4, bottom: 20 } : { left: 50, right: 8, top: 16, bottom: 52 };
  const letters = series.reduce((sum, field) => sum + getFieldDisplayName(field, frame).length + 6, 0);
  const legendHeight = 22 * Math.ceil((letters * 7) / width) + 4;
  const plot = { width: width - box.left - box.right, height: height - legendHeight - box.top - box.bottom };
  const along = lying ? plot.width : plot.height;
  const across = lying ? plot.height : plot.width;
  // on a logarithmic scale 1 is a tenth of a decade above the ground, so that it can be seen
  const decades = Math.log10(top) + 0.3;
  const length = (amount: number) =>
    amount <= 0 ? 0 : logarithmic ? ((Math.log10(amount) + 0.15) / decades) * along : (amount / (top * 1.08)) * along;
  const ticks = logarithmic ? Array.from({ length: Math.floor(Math.log10(top)) + 1 }, (_, i) => 10 ** i) : linearTicks(top);
  const slot = across / names.values.length;
  const group = slot * options.groupWidth;
  const thick = (stacked ? group : group / series.length) * options.barWidth;
  const every = options.xTickLabelSpacing ? Math.max(1, Math.round(options.xTickLabelSpacing / slot)) : 1;
  const text = { fill: theme.colors.text.secondary, fontSize: 11, fontFamily: theme.typography.fontFamily };
  const bars = Array.from(names.values).flatMap((_name, i) => {
    let below = 0;
    return series.map((field, s) => {
      const amount = value(field, i);
      const start = stacked ? length(below) : 0;
      below += amount;
      const size = (stacked ? length(below) : length(amount)) - start;
      const offset = i * slot + (slot - group) / 2 + (stacked ? (group - thick) / 2 : (s * group) / series.length);
      const shape = lying
        ? { x: box.left + start, y: box.top + offset, width: size, height: thick }
        : { x: box.left + offset, y: box.top + along - start - size, width: thick, height: size };
      const shown = amount > 0 && thick >= 14 && (!stacked || size > 16);
      return (
        <g key={`${i}/${s}`}>
          <rect {...shape} fill={colour(field)} fillOpacity={0.9} />
          {shown && (
            <text
              {...text}
              fill={stacked ? '#111217' : theme.colors.text.primary}
              textAnchor="middle"
              x={lying ? shape.x + size / 2 : shape.x + thick / 2}
              y={lying ? shape.y + thick / 2 + 4 : stacked ? shape.y + size / 2 + 4 : shape.y - 4}
            >
              {formattedValueToString(field.display!(amount))}
            </text>
          )}
        </g>
      );
    });
  });
  return (
    <div>
      <svg width={width} height={height - legendHeight}>
        {ticks.map((tick) =>
          lying ? (
            <g key={tick}>
              <line
                x1={box.left + length(tick)}
                x2={box.left + length(tick)}
                y1={box.top}
                y2={box.top + across}
                stroke={theme.colors.border.weak}
              />
              <text {...text} x={box.left + length(tick)} y={box.top + across + 15} textAnchor="middle">
                {tick.toLocaleString('en')}
              </text>
            </g>
          ) : (
            <g key={tick}>
              <line
                x1={box.left}
                x2={width - box.right}
                y1={box.top + along - length(tick)}
                y2={box.top + along - length(tick)}
                stroke={theme.colors.border.weak}
              />
              <text {...text} x={box.left - 6} y={box.top + along - length(tick) + 4} textAnchor="end">
                {tick.toLocaleString('en')}
              </text>
            </g>
          ),
        )}
        {bars}
        {Array.from(names.values).map((name, i) =>
          !lying && i % every !== 0 ? null : lying ? (
            <text key={i} {...text} x={box.left - 6} y={box.top + (i + 0.5) * slot + 4} textAnchor="end">
              {String(name)}
            </text>
          ) : (
            <text
              key={i}
              {...text}
              textAnchor="end"
              transform={`translate(${box.left + (i + 0.5) * slot + 4} ${box.top + along + 14}) rotate(-45)`}
            >
              {String(name)}
            </text>
          ),
        )}
      </svg>
      <div style={{ height: legendHeight, overflow: 'hidden' }}>
        <VizLegend
          placement="bottom"
          displayMode={'list' as never}
          items={series.map((field) => ({ label: getFieldDisplayName(field, frame), color: colour(field), yAxis: 1 }))}
        />
      </div>
    </div>
  );
}

function linearTicks(top: number): number[] {
  const rough = top / 4;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * ten).find((each) => each >= rough)!,
  );
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}
