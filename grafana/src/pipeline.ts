// For those on call: is every record read, counted and judged in time, and is there anything that would stop it?
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { bars, COLOUR, COLOURED, COUNT, list, numbers, ONE_IS_WELL, over, steps, ZERO_IS_WELL } from './panels';
import { course, now, rows } from './query';
import { notShown, page } from './shared';

const NOBODY = 'No instance to be seen: none runs, or Prometheus does not scrape it';
const PARTITION = 'topic, partition';

/** Of the JVMs that run Rollcall, whatever the job is called. */
const OURS = 'and on (job, instance) rollcall_up';

const quantile = (q: number) => `histogram_quantile(${q}, sum by (le) (rate(rollcall_append_to_alert_seconds_bucket[$__rate_interval])))`;

export function pipeline(): dashboard.Dashboard {
  return page({
    uid: 'rollcall-pipeline',
    title: 'Rollcall: pipeline',
    description:
      'Whether every record is read, counted and judged in time: instances, lag, latency, ledger, rejections, memory, restore, ticks, policy, forwarder.',
    timeless: false,
    variables: [],
    rows: [
      {
        title: 'Is it watching?',
        panels: [
          numbers(
            {
              title: 'Instances',
              description:
                'Monitors and forwarders that live and that are ready. One that reads its state back after a restart lives and is not ready.',
              empty: NOBODY,
              width: 5,
              height: 4,
              named: [
                ['live', ONE_IS_WELL],
                ['ready', ONE_IS_WELL],
              ],
            },
            now('sum(rollcall_up)', 'live'),
            now('sum(rollcall_ready)', 'ready'),
          ),
          numbers(
            {
              title: 'Policy in force',
              description:
                'The lowest and the highest version that any partition judges by. They differ only while a new version comes into force; 0: a partition has none.',
              empty: NOBODY,
              width: 5,
              height: 4,
              named: [
                ['lowest', ONE_IS_WELL],
                ['highest', ONE_IS_WELL],
              ],
            },
            now('min(rollcall_policy_version)', 'lowest'),
            now('max(rollcall_policy_version)', 'highest'),
          ),
          numbers(
            {
              title: 'In force since',
              description:
                'The day from which the version in force holds, by the clock of this screen, in the partition whose version is oldest.',
              empty: NOBODY,
              width: 4,
              height: 4,
              unit: 'time:D MMM YYYY',
              zeroIs: 'no policy',
            },
            now('min(rollcall_policy_from_timestamp_seconds) * 1000', 'since'),
          ),
          numbers(
            {
              title: 'Last tick',
              description:
                'The time that the watch goes by, in the partition that is furthest behind. Windows close and deadlines pass by this time, not by the clock of this screen.',
              empty: NOBODY,
              width: 4,
              height: 4,
              unit: 'time:D MMM YYYY HH:mm:ss',
              zeroIs: 'no tick yet',
            },
            now('min(rollcall_last_tick_timestamp_seconds) * 1000', 'last tick'),
          ),
          numbers(
            {
              title: 'Dropped',
              description: 'Records that Kafka Streams dropped. Must be 0: such a record is neither counted nor rejected.',
              empty: NOBODY,
              width: 3,
              height: 4,
              colours: ZERO_IS_WELL,
            },
            now('sum(rollcall_streams_dropped_records_total)', 'dropped'),
          ),
          notShown({ width: 3, height: 4 }),
        ],
      },
      {
        title: 'In time?',
        panels: [
          over(
            {
              title: 'Lag: records still to be read',
              description: 'Records that are written and not yet read by the monitors, by topic. 0 where they keep up.',
              empty: NOBODY,
              width: 8,
              height: 8,
              unit: 'locale',
              decimals: 0,
            },
            course('sum by (topic) (rollcall_streams_records_lag)', '{{topic}}'),
          ),
          over(
            {
              title: 'From record to alert',
              description:
                'Time from the timestamp of a record until its alert is on its way: half of the alerts, 95 and 99 of 100 took no longer. Only while alerts are raised; history that is read again does not count.',
              empty: 'No alert was raised from a new record in the time chosen',
              width: 8,
              height: 8,
              unit: 's',
              coloured: [
                ['half', COLOUR.plain],
                ['95%', COLOUR.near],
                ['99%', COLOUR.bad],
              ],
            },
            course(quantile(0.5), 'half'),
            course(quantile(0.95), '95%'),
            course(quantile(0.99), '99%'),
          ),
          over(
            {
              title: 'Ticks',
              description: 'Ticks read a minute, over all partitions. None: time stands still, no window closes and no deadline passes.',
              empty: NOBODY,
              width: 8,
              height: 8,
              unit: 'locale',
              decimals: 0,
              coloured: [['ticks a minute', COLOUR.plain]],
            },
            course('60 * sum(rate(rollcall_ticks_total[$__rate_interval]))', 'ticks a minute'),
          ),
        ],
      },
      {
        title: 'Nothing lost?',
        panels: [
          list(
            {
              title: 'Ledger: what became of every record',
              description:
                'For each partition of the inputs, since the beginning of the topics: read = applied + duplicate + rejected, exactly; "unaccounted" is what is missing and must be 0. Applied includes retractions and what they cancel.',
              empty: 'No partition is read: no instance is watching',
              width: 14,
              height: 10,
              columns: [
                { from: 'topic', as: 'topic' },
                { from: 'partition', as: 'partition', cells: { width: 85 } },
                { from: 'Value #A', as: 'read', ...COUNT, cells: { width: 95 } },
                { from: 'Value #B', as: 'applied', ...COUNT, cells: { width: 95 } },
                { from: 'Value #C', as: 'duplicate', ...COUNT, cells: { width: 95 } },
                { from: 'Value #D', as: 'rejected', ...COUNT, cells: { width: 95 } },
                {
                  from: 'Value #E',
                  as: 'unaccounted',
                  ...COUNT,
                  thresholds: steps(COLOUR.bad, [0, 'text'], [1, COLOUR.bad]),
                  cells: { width: 115, ...COLOURED },
                },
              ],
              sort: [
                ['topic', 'up'],
                ['partition', 'up'],
              ],
            },
            rows(`sum by (${PARTITION}) (rollcall_records_read_total)`),
            rows(`sum by (${PARTITION}) (rollcall_records_applied_total)`),
            rows(`sum by (${PARTITION}) (rollcall_records_duplicate_total)`),
            rows(`sum by (${PARTITION}) (rollcall_records_rejected_total)`),
            rows(`sum by (${PARTITION}) (rollcall_ledger_balance)`),
          ),
          bars(
            {
              title: 'Rejected, by reason',
              description:
                'Records that cannot be counted, since the beginning of the topics, by the reason why. Each is also on the topic of rejected records, without its content.',
              empty: NOBODY,
              width: 10,
              height: 10,
              unit: 'locale',
              colours: steps(COLOUR.plain, [1, COLOUR.bad]),
            },
            now('sort_desc(sum by (reason) (rollcall_records_rejected_total))', '{{reason}}'),
          ),
        ],
      },
      {
        title: 'Machinery',
        panels: [
          over(
            {
              title: 'Heap',
              description: 'Memory in use by the Java heap of each instance, and the most that it may take.',
              empty: NOBODY,
              width: 8,
              height: 8,
              unit: 'bytes',
            },
            course(`sum by (job, instance) (jvm_memory_used_bytes{area="heap"} ${OURS})`, '{{job}} {{instance}}'),
            course(`sum by (job, instance) (jvm_memory_max_bytes{area="heap"} ${OURS})`, '{{job}} {{instance}}: at most'),
          ),
          over(
            {
              title: 'Time spent on collecting garbage',
              description: 'Share of the time in which an instance stood still to free memory. Some per cent for long: it has too little.',
              empty: NOBODY,
              width: 8,
              height: 8,
              unit: 'percentunit',
            },
            course(`sum by (job, instance) (rate(jvm_gc_collection_seconds_sum[$__rate_interval]) ${OURS})`, '{{job}} {{instance}}'),
          ),
          over(
            {
              title: 'Restore: records still to be read back',
              description:
                'Records of the changelogs that instances still have to read before they judge again, after a restart or when work moves to another instance.',
              empty: NOBODY,
              width: 8,
              height: 8,
              unit: 'locale',
              decimals: 0,
              coloured: [['to be read back', COLOUR.plain]],
            },
            course('sum(rollcall_streams_restore_remaining_records)', 'to be read back'),
          ),
        ],
      },
      {
        title: 'Forwarder',
        panels: [
          over(
            {
              title: 'Alerts not read by the forwarder yet',
              description: 'Records of the topic of alerts that the forwarder has not read yet. 0 where it keeps up.',
              empty: 'No forwarder to be seen: none runs, or Prometheus does not scrape it',
              width: 12,
              height: 7,
              unit: 'locale',
              decimals: 0,
              coloured: [['records', COLOUR.plain]],
            },
            course('sum(rollcall_forwarder_records_lag)', 'records'),
          ),
          over(
            {
              title: 'Oldest alert not delivered',
              description: 'For how long the oldest alert that no Alertmanager has taken yet has waited; 0 where none waits.',
              empty: 'No forwarder to be seen: none runs, or Prometheus does not scrape it',
              width: 12,
              height: 7,
              unit: 's',
              coloured: [['waiting', COLOUR.bad]],
            },
            course('max(rollcall_forwarder_oldest_undelivered_seconds)', 'waiting'),
          ),
        ],
      },
    ],
  });
}
