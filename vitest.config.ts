import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real servers on real SQLite: a busy machine may stretch a test, but none waits on purpose. What hangs ends here.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // Native modules (SQLite, keyring) want processes rather than threads.
    pool: 'forks',
    watch: false,
    // Half of the time goes to waiting for disks and timers, so a small machine runs two files at once.
    maxWorkers: 2,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
