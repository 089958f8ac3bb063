/** Port: what the machine itself says of its way to the network. Its word may be wrong either way. */
export interface Connection {
  online(): boolean;
  /**
   * Waits until a new try is worth while: the machine says that it is online again, or some time has passed in which it may be wrong.
   * @throws the reason of `signal`
   */
  whenOnline(signal?: AbortSignal): Promise<void>;
}
