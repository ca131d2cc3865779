import { running } from './setup';

/** Stops what the setup started. */
export default async function teardown(): Promise<void> {
  await running.plane?.stop();
}
