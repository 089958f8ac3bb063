import { sha256 } from '../../core/digest.ts';
import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { FrameItem } from '../../project/document.ts';
import type { ImportPorts } from './import-ports.ts';
import { type ImportReport, useImport } from './import-store.ts';
import { cleanName } from './keep-pictures.ts';
import type { Refusal } from './sort-files.ts';
import { reasonOf, stoppedText } from './stopped-text.ts';
import { placeInTrack, type VideoChoice } from './video-track.ts';

/**
 * Asks for each video at which rate its pictures are taken and where it was recorded, and takes and keeps them.
 * @param append takes over what a video gave, also where it ended early
 */
export async function takeVideos(
  videos: readonly File[],
  ports: ImportPorts,
  controller: AbortController,
  append: (items: readonly FrameItem[]) => void,
): Promise<ImportReport> {
  const refused: Refusal[] = [];
  let frames = 0;
  for (const [index, video] of videos.entries()) {
    const items: FrameItem[] = [];
    try {
      const choice = await ask(video, controller.signal);
      if (!choice) continue;
      await takeOne(video, choice, ports, controller, items);
    } catch (error) {
      if (isAbort(error) || (error instanceof PleinAirError && error.kind === 'storage')) {
        const left = `${items.length} frames of ${video.name} were taken, ${videos.length - index - 1} more videos left out.`;
        return { frames: frames + items.length, paintings: 0, refused, stopped: stoppedText(error, left) };
      }
      refused.push({ name: video.name, reason: reasonOf(error) });
    } finally {
      append(items);
    }
    frames += items.length;
  }
  return { frames, paintings: 0, refused, stopped: null };
}

async function takeOne(
  video: File,
  { rate, track }: VideoChoice,
  { services, takeFrames }: ImportPorts,
  controller: AbortController,
  items: FrameItem[],
): Promise<void> {
  let total = 0;
  const show = (detail: string) =>
    useImport.setState({
      activity: {
        kind: 'running',
        title: `Taking frames from ${video.name}`,
        detail,
        done: items.length,
        total,
        cancel: () => controller.abort(),
      },
    });
  show('opening the video');
  await takeFrames(video, rate, {
    signal: controller.signal,
    planned: (count) => {
      total = count;
      show('decoding');
    },
    onPicture: async (picture, seconds) => {
      const bytes = new Uint8Array(await picture.arrayBuffer());
      const item: FrameItem = {
        id: crypto.randomUUID(),
        name: cleanName(picture.name),
        sha256: await sha256(bytes),
        ...(track && placeInTrack(track, seconds)),
      };
      await services.frames.put(item.sha256, bytes);
      items.push(item);
      show(item.name);
    },
  });
}

/** @returns null where the video is to be left out @throws the signal's reason, and then the question is gone */
function ask(video: File, signal: AbortSignal): Promise<VideoChoice | null> {
  return new Promise((resolve, reject) => {
    const end = () => {
      signal.removeEventListener('abort', giveUp);
      useImport.setState({ activity: { kind: 'idle' } });
    };
    const giveUp = () => {
      end();
      reject(signal.reason);
    };
    const answer = (choice: VideoChoice | null) => {
      end();
      resolve(choice);
    };
    signal.throwIfAborted();
    signal.addEventListener('abort', giveUp);
    useImport.setState({ activity: { kind: 'asking', video, answer } });
  });
}
