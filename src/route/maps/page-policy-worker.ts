/** Each page hears of its own workers alone. */
const CHANNEL = `plein-air.policy.${crypto.randomUUID()}`;

/** What a worker was kept from; as a `SecurityPolicyViolationEvent` tells it. */
export interface WorkerViolation {
  readonly blockedURI: string;
  readonly effectiveDirective: string;
}

/**
 * An address from which a worker runs a module of this page under the page's own Content-Security-Policy: a worker whose script is a
 * blob takes its maker's policy, any other the one that its script was served with, and a server cannot know the settings.
 * https://www.w3.org/TR/CSP3/#initialize-global-object-csp
 * @param script address of the module
 */
export function underPagePolicy(script: string): string {
  const text = `import ${JSON.stringify(new URL(script, location.href).href)};
const channel = new BroadcastChannel(${JSON.stringify(CHANNEL)});
addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
  channel.postMessage({ blockedURI: URL.canParse(blockedURI) ? new URL(blockedURI).origin : '', effectiveDirective });
});`;
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}

/** Tells what such workers were kept from, which the page itself does not hear. @returns ends that */
export function onWorkerViolation(listener: (violation: WorkerViolation) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<WorkerViolation>) => listener(data));
  return () => channel.close();
}
