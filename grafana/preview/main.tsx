// Draws one dashboard, named in the address, with Grafana's published components and the saved answers of a real Prometheus.
import {
  createTheme,
  dateTime,
  DataFrame,
  FieldType,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  ThemeContext,
  VizOrientation,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { BarGauge, BigValue, GlobalStyles, PanelChrome, TimeSeries, VizRepeater } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { createRoot } from 'react-dom/client';
import { Bars } from './bars';
import { Answers, framesOf, replaced, ZONE } from './frames';

const theme = createTheme({ colors: { mode: 'dark' } });
const WIDTH = 1480;
const MARGIN = 8;
const HEAD = 84;
const column = (WIDTH - 25 * MARGIN) / 24;

function Drawing({ panel, frames, width, height }: { panel: any; frames: DataFrame[]; width: number; height: number }) {
  const { options, fieldConfig } = panel;
  if (frames.every((frame) => frame.length === 0)) {
    return (
      <div
        style={{
          height,
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'center',
          textAlign: 'center',
          color: theme.colors.text.secondary,
        }}
      >
        {fieldConfig.defaults.noValue}
      </div>
    );
  }
  const values = () =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: options.reduceOptions,
      replaceVariables: (text) => text,
      theme,
      data: frames,
      timeZone: ZONE,
    });
  switch (panel.type) {
    case 'stat':
      return (
        <VizRepeater
          getValues={values}
          source={frames}
          renderCounter={1}
          width={width}
          height={height}
          orientation={VizOrientation.Auto}
          autoGrid
          renderValue={({ value, width, height, count }: any) => (
            <BigValue
              value={value.display}
              count={count}
              width={width}
              height={height}
              theme={theme}
              colorMode={options.colorMode}
              graphMode={options.graphMode}
              justifyMode={options.justifyMode}
              textMode={options.textMode}
              wideLayout
            />
          )}
        />
      );
    case 'bargauge':
      return (
        <VizRepeater
          getValues={values}
          source={frames}
          renderCounter={1}
          width={width}
          height={height}
          orientation={VizOrientation.Horizontal}
          minVizWidth={options.minVizWidth}
          minVizHeight={options.minVizHeight}
          maxVizHeight={options.maxVizHeight}
          itemSpacing={10}
          getAlignmentFactors={(all: any) => getDisplayValueAlignmentFactors(all)}
          renderValue={({ value, width, height, orientation, alignmentFactors }: any) => (
            <BarGauge
              value={value.display}
              width={width}
              height={height}
              orientation={orientation}
              field={value.field}
              display={value.view?.getFieldDisplayProcessor(value.colIndex)}
              theme={theme}
              itemSpacing={10}
              displayMode={options.displayMode}
              alignmentFactors={alignmentFactors}
              showUnfilled={options.showUnfilled}
              valueDisplayMode={options.valueMode}
              namePlacement={options.namePlacement}
            />
          )}
        />
      );
    case 'table':
      return (
        <TableNG
          data={frames[0]}
          width={width}
          height={height}
          cellHeight={options.cellHeight}
          fieldConfig={fieldConfig}
          noHeader={!options.showHeader}
          enableVirtualization={false}
        />
      );
    case 'timeseries': {
      const times = frames.flatMap((frame) =>
        frame.fields.filter((field) => field.type === FieldType.time).flatMap((field) => Array.from(field.values as number[])),
      );
      const from = dateTime(Math.min(...times));
      const to = dateTime(Math.max(...times));
      return (
        <TimeSeries
          frames={frames}
          width={width}
          height={height}
          timeZone={ZONE}
          legend={options.legend}
          timeRange={{ from, to, raw: { from, to } }}
        />
      );
    }
    case 'barchart':
      return (
        <Bars frame={frames[0]} options={options} custom={fieldConfig.defaults.custom ?? {}} theme={theme} width={width} height={height} />
      );
    default:
      throw new Error(`Expected a panel of a kind that is drawn here, but was '${panel.type}' (${panel.title})`);
  }
}

async function draw() {
  await initPluginTranslations('grafana');
  const name = new URLSearchParams(location.search).get('dashboard');
  const board = await (await fetch(`dashboards/${name}.json`)).json();
  const given: Answers = await (await fetch(`answers/${name}.json`)).json();
  const drawn = await Promise.all(
    board.panels.map(async (panel: any) => ({ panel, frames: panel.type === 'row' ? [] : await framesOf(panel, given, theme) })),
  );
  const y = (rows: number) => HEAD + rows * (30 + MARGIN);
  const bottom = Math.max(...board.panels.map((panel: any) => y(panel.gridPos.y + panel.gridPos.h)));
  const choices = board.templating.list.map(
    (variable: any) => `${variable.label}: ${given.variables[variable.name] ?? variable.current.text}`,
  );
  createRoot(document.getElementById('preview')!, { onUncaughtError: failed }).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <div style={{ position: 'relative', width: WIDTH, height: bottom, background: theme.colors.background.canvas }}>
        <div style={{ position: 'absolute', left: MARGIN + 4, top: 12, right: MARGIN }}>
          <span style={{ fontSize: 20, fontWeight: 500 }}>{board.title}</span>
          <span style={{ float: 'right', color: theme.colors.text.secondary, fontSize: 12 }}>
            Preview: Grafana's published components, no Grafana server
          </span>
          <div style={{ marginTop: 8, color: theme.colors.text.secondary }}>{choices.join('   ·   ')}</div>
        </div>
        {drawn.map(({ panel, frames }: any) => {
          const { x, y: row, w, h } = panel.gridPos;
          const box = {
            left: MARGIN + x * (column + MARGIN),
            top: y(row),
            width: w * column + (w - 1) * MARGIN,
            height: h * 30 + (h - 1) * MARGIN,
          };
          const title = replaced(panel.title, given.variables);
          return (
            <div key={panel.id} style={{ position: 'absolute', ...box }}>
              {panel.type === 'row' ? (
                <div style={{ fontSize: 16, paddingTop: 4 }}>⌄ {title}</div>
              ) : (
                <PanelChrome title={title} description={panel.description} width={box.width} height={box.height}>
                  {(width: number, height: number) => <Drawing panel={panel} frames={frames} width={width} height={height} />}
                </PanelChrome>
              )}
            </div>
          );
        })}
      </div>
    </ThemeContext.Provider>,
  );
}

function failed(error: unknown) {
  console.error(`not drawn: ${error instanceof Error ? error.stack : error}`);
}

draw().catch(failed);
