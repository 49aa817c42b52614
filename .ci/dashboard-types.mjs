// Writes a TypeScript program that compiles only where a dashboard fits Grafana's published types:
//   node dashboard-types.mjs dashboard.json check.ts
// Grafana's type of a panel knows neither its options nor its own part of field settings, so these are written out apart.
import { readFileSync, writeFileSync } from 'node:fs';

const [source, target] = process.argv.slice(2);
const dashboard = JSON.parse(readFileSync(source, 'utf8'));
const panels = dashboard.panels.filter((panel) => panel.type !== 'row');
const types = [...new Set(panels.map((panel) => panel.type))];

const lines = [
  "import type { Dashboard, FieldConfig } from '@grafana/schema';",
  ...types.map((type) => `import type * as ${type} from './node_modules/@grafana/schema/dist/types/raw/composable/${type}/panelcfg/x/types.gen';`),
  '// Enumerations as they are in JSON: their texts.',
  'type Plain<T> = T extends string ? `${T}` : T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;',
  `export const dashboard: Partial<Plain<Dashboard>> = ${JSON.stringify(dashboard)};`,
];
let number = 0;
function check(what, type, value) {
  lines.push(`// ${what.replaceAll('\n', ' ')}`, `export const check${++number}: Partial<Plain<${type}>> = ${JSON.stringify(value)};`);
}
for (const panel of panels) {
  const custom = ['table', 'barchart', 'timeseries'].includes(panel.type) ? `${panel.type}.FieldConfig` : 'Record<string, never>';
  check(`options of ${panel.title}`, `${panel.type}.Options`, panel.options);
  check(`custom of ${panel.title}`, custom, panel.fieldConfig.defaults.custom ?? {});
  for (const override of panel.fieldConfig.overrides) {
    for (const { id, value } of override.properties) {
      const own = id.startsWith('custom.');
      check(`${id} of ${override.matcher.options} in ${panel.title}`, own ? custom : 'FieldConfig', { [own ? id.slice('custom.'.length) : id]: value });
    }
  }
}
writeFileSync(target, lines.join('\n') + '\n');
console.log(`${panels.length} panels, ${number} parts`);
