import { Button, Code, Group, Modal, ScrollArea, Table, Text } from '@mantine/core';
import classes from './ParamsProblems.module.css';
import { type ParamsReport, useParamsProblems } from './params-problems.ts';

/** What a dropped params file has wrong, line by line. Stands once on the page. */
export function ParamsProblems() {
  const report = useParamsProblems((state) => state.report);
  const close = useParamsProblems((state) => state.close);
  return (
    <Modal opened={report !== null} onClose={close} size="xl" title={report && titleOf(report)}>
      {report && <Report report={report} onClose={close} />}
    </Modal>
  );
}

function titleOf({ kind, file, problems }: ParamsReport): string {
  if (kind === 'warnings') return `${file} was loaded, with remarks`;
  return `${file} was not loaded: ${problems.length === 1 ? 'an error' : `${problems.length} errors`}`;
}

function Report({ report, onClose }: { report: ParamsReport; onClose: () => void }) {
  return (
    <>
      {report.kind === 'errors' && (
        <Text size="sm" mb="sm">
          Nothing in the project has changed. Mend these lines in a text editor, then drop the file again.
        </Text>
      )}
      <ScrollArea.Autosize
        mah="55vh"
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Problems' }}
      >
        <Table verticalSpacing="xs" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>Column</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.problems.map(({ line, column, key, message, source }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes
              <Table.Tr key={i}>
                <Table.Td className={classes.place}>{line}</Table.Td>
                <Table.Td className={classes.place}>{column}</Table.Td>
                <Table.Td>
                  {source !== '' && (
                    <Code block className={classes.source}>
                      {source}
                    </Code>
                  )}
                  {key !== '' && <strong>{key}: </strong>}
                  {message}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </>
  );
}
