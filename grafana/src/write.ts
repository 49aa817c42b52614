// Writes the dashboards into a folder, or with --check tells whether they are there as this source gives them.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { alertsBoard } from './alerts';
import { body } from './body';
import { governance } from './governance';
import { pipeline } from './pipeline';

/** One line for each panel and variable: a change of one shows as a change of one line. */
function text(board: dashboard.Dashboard): string {
  const { panels, templating, ...rest } = board;
  const entries = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const lines = (values: unknown[] = []): string => values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  return [
    '{',
    [...entries, `  "templating": {"list": [\n${lines(templating.list)}\n  ]}`, `  "panels": [\n${lines(panels)}\n  ]`].join(',\n'),
    '}',
    '',
  ].join('\n');
}

const args = process.argv.slice(2);
const check = args[0] === '--check';
const folder = args[check ? 1 : 0];
const wanted = new Map([governance(), body(), alertsBoard(), pipeline()].map((board) => [`${board.uid}.json`, text(board)]));

if (check) {
  const found = fs.readdirSync(folder);
  const wrong = [...new Set([...wanted.keys(), ...found])].filter(
    (file) => !found.includes(file) || wanted.get(file) !== fs.readFileSync(path.join(folder, file), 'utf8'),
  );
  if (wrong.length > 0) {
    console.error(
      `Expected ${folder} to hold what the source gives, but these differ: ${wrong.join(', ')}. Write them anew: npm run build`,
    );
    process.exit(1);
  }
  console.log(`${wanted.size} dashboards are as the source gives them.`);
} else {
  wanted.forEach((content, file) => fs.writeFileSync(path.join(folder, file), content));
  console.log(`wrote ${[...wanted.keys()].join(', ')}`);
}
