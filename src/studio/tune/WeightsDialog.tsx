import { Button, Checkbox, FileButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconDownload, IconFile, IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { UNTRAINED_DEMO } from '../../project/demo.ts';
import classes from './WeightsDialog.module.css';
import { answerWeights, useWeightsChoice, type WeightsQuestion } from './weights-choice.ts';
import { SOURCE_FACTS } from './weights-sources.ts';

const SUIT_LABEL = `Set what suits them, where I have not: content ${UNTRAINED_DEMO.weight_content}, smoothness ${UNTRAINED_DEMO.weight_tv}, steadiness ${UNTRAINED_DEMO.weight_temporal}, no coarse to fine`;

/** Makes a file picker take a folder; React's types do not know it. */
const FOLDER = { webkitdirectory: '' };

/** Asks once whether the network's weights may be downloaded, and what to do otherwise. Stands once on the page. */
export function WeightsDialog() {
  const question = useWeightsChoice((state) => state.question);
  return (
    <Modal
      opened={question !== null}
      onClose={() => answerWeights({ kind: 'close' })}
      size="lg"
      title="The network that paints"
    >
      {question && <Question question={question} />}
    </Modal>
  );
}

function Question({ question }: { question: WeightsQuestion }) {
  const { title, from, licence } = SOURCE_FACTS[question.source];
  const megabytes = question.bytes / 1e6;
  const size = `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
  return (
    <Stack gap="md">
      <Text size="sm">
        {question.reason === 'first-use'
          ? 'Painting looks at pictures through a network that has learnt to see. Its filters are no part of this program: they are fetched once, then kept in this browser. Your pictures stay on this machine.'
          : 'This project paints with weights from files of yours, and a page may not keep those. Choose them again, or take others.'}
      </Text>
      <section className={classes.choice} aria-labelledby="weights-download">
        <h3 id="weights-download">{title}</h3>
        <dl className={classes.facts}>
          <dt>Size</dt>
          <dd>{size}, once</dd>
          <dt>From</dt>
          <dd>{from}</dd>
          <dt>Licence</dt>
          <dd>{licence}</dd>
        </dl>
        <Button
          data-autofocus
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
          onClick={() => answerWeights({ kind: 'download' })}
        >
          Download {size}
        </Button>
      </section>
      <LocalFiles />
      <Untrained />
    </Stack>
  );
}

function LocalFiles() {
  const [fillMissing, setFillMissing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const pick = (files: readonly File[]) => {
    // A picker that was closed gives none.
    if (files.length > 0) setProblem(answerWeights({ kind: 'local', files, fillMissing }));
  };
  return (
    <section className={classes.choice} aria-labelledby="weights-local">
      <h3 id="weights-local">Files on this machine</h3>
      <Text size="sm" c="dimmed">
        A folder in TF.js layers format (model.json and its shards), or one .safetensors file with torchvision’s names.
        Used until this page is closed.
      </Text>
      <Checkbox
        size="xs"
        label="Fill layers that they lack with seeded filters"
        checked={fillMissing}
        onChange={(event) => setFillMissing(event.currentTarget.checked)}
      />
      <Group gap="xs">
        <FileButton multiple onChange={pick} inputProps={{ ...FOLDER, 'aria-label': 'Folder with weights' }}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFolder size={16} stroke={1.6} aria-hidden />}>
              Choose a folder …
            </Button>
          )}
        </FileButton>
        <FileButton
          accept=".safetensors"
          onChange={(file) => file && pick([file])}
          inputProps={{ 'aria-label': 'Weights file' }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFile size={16} stroke={1.6} aria-hidden />}>
              Choose a file …
            </Button>
          )}
        </FileButton>
      </Group>
      {problem !== null && (
        <Text size="sm" c="rust.4" role="alert">
          {problem}
        </Text>
      )}
    </section>
  );
}

function Untrained() {
  const [suit, setSuit] = useState(true);
  return (
    <section className={classes.choice} aria-labelledby="weights-untrained">
      <h3 id="weights-untrained">Without a network that has learnt</h3>
      <Text size="sm" c="dimmed">
        Seeded random filters need no download. They paint colour and grain well and tell places apart less well. What
        they paint is labelled “untrained”.
      </Text>
      <Checkbox
        size="xs"
        label={SUIT_LABEL}
        checked={suit}
        onChange={(event) => setSuit(event.currentTarget.checked)}
      />
      <Button variant="default" onClick={() => answerWeights({ kind: 'untrained', suit })}>
        Go on untrained
      </Button>
    </section>
  );
}
