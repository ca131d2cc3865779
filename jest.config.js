/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  globalSetup: '<rootDir>/__tests__/temporary-folder/setup.ts',
  globalTeardown: '<rootDir>/__tests__/temporary-folder/teardown.ts',
  // Tests that start programs take long on a busy machine.
  testTimeout: 30_000,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
