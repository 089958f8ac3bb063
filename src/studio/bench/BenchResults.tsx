import { Alert, Button, Group, Progress, Stack, Table, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { type BenchRow, digits } from '../../benchmark/record.ts';
import classes from './BenchPage.module.css';
import { type BenchRun, progressOf, recordOf } from './bench-run.ts';

const COLUMNS: readonly (readonly [title: string, cell: (row: BenchRow) => string])[] = [
  ['ms / evaluation', ({ msPerEvaluation }) => digits(msPerEvaluation)],
  ['ms by itself', ({ msAlone }) => digits(msAlone)],
  ['TFLOP/s', ({ tflops }) => digits(tflops)],
  ['of the peak', ({ rooflineShare }) => (rooflineShare === undefined ? '–' : `${(rooflineShare * 100).toFixed(1)} %`)],
  ['dispatches', ({ dispatches }) => (dispatches === undefined ? '–' : String(dispatches))],
  ['GPU memory', ({ bytes }) => (bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(0)} MB`)],
  ['set up in', ({ msSetup }) => `${digits(msSetup / 1000)} s`],
];

const DEVICE_WORDS = { webgpu: 'WebGPU', wasm: 'WebAssembly' } as const;

/** How far the run is, what it found, and the record of it. */
export function BenchResults({ run }: { readonly run: BenchRun }) {
  return (
    <Stack gap="md" component="section" aria-labelledby="results">
      <Title order={2} id="results">
        Results
      </Title>
      <div>
        <Text role="status" size="sm" mb={6}>
          {statusText(run)}
        </Text>
        <Progress value={100 * progressOf(run)} size="sm" aria-label="Measured" />
      </div>
      {run.error && <Alert color="rust">{run.error}</Alert>}
      {run.failures.map(({ engine, device, width, height, error }) => (
        <Alert
          key={`${engine} ${device} ${width}`}
          color="rust"
          title={`${engine} on ${DEVICE_WORDS[device]}, ${width}×${height}`}
        >
          {error}
        </Alert>
      ))}
      {run.rows.length > 0 && (
        <>
          <ResultTable rows={run.rows} />
          <Record run={run} />
        </>
      )}
    </Stack>
  );
}

function ResultTable({ rows }: { readonly rows: readonly BenchRow[] }) {
  return (
    <Table.ScrollContainer minWidth={760} type="native" tabIndex={0} role="region" aria-label="Times">
      <Table className={classes.table} aria-label="Times">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Engine</Table.Th>
            <Table.Th scope="col">Size</Table.Th>
            {COLUMNS.map(([title]) => (
              <Table.Th key={title} scope="col" className={classes.figure}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.engine} ${row.device} ${row.width}`}>
              <Table.Td>
                {row.engine}, {DEVICE_WORDS[row.device]}
              </Table.Td>
              <Table.Td>{`${row.width}×${row.height}`}</Table.Td>
              {COLUMNS.map(([title, cell]) => (
                <Table.Td key={title} className={classes.figure}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The record as text: copied by a button, or by hand. */
function Record({ run }: { readonly run: BenchRun }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = JSON.stringify(recordOf(run, navigator.userAgent), null, 2);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div>
      <Group gap="sm">
        <Button variant="default" size="xs" onClick={copy}>
          Copy the record
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {copied === true && 'Copied: machine, browser and figures, as JSON.'}
          {copied === false && 'The browser does not let the page copy: take the text below.'}
        </Text>
      </Group>
      <details className={classes.record}>
        <summary>The record</summary>
        <Textarea aria-label="The record as text" readOnly autosize minRows={6} maxRows={22} mt="xs" value={text} />
      </details>
    </div>
  );
}

function statusText({ status, cases, current, done, gpu }: BenchRun): string {
  const bench = cases[current];
  if (status === 'done') return gpu ? `Done, on ${gpu.adapter}.` : 'Done.';
  if (status === 'stopped') return 'Stopped. What was measured before stands below.';
  if (status === 'failed' || !bench) return 'It ended early.';
  const { engine, device, size } = bench;
  const at = `${current + 1} of ${cases.length}: ${engine} on ${DEVICE_WORDS[device]}, ${size.width}×${size.height}`;
  return done === null ? `${at}, being set up` : at;
}
