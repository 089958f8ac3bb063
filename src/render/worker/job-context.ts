import type { HostPorts } from './host-ports.ts';
import type { PaintingLoader } from './job-inputs.ts';
import type { KnownFacts } from './known-facts.ts';

/** What all jobs of one host share. */
export interface JobContext {
  readonly ports: HostPorts;
  readonly facts: KnownFacts;
  readonly paintings: PaintingLoader;
}
