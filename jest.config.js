const { oneFileOf } = require('./__tests__/packages');

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  globalSetup: '<rootDir>/__tests__/temporary-folder/setup.ts',
  globalTeardown: '<rootDir>/__tests__/temporary-folder/teardown.ts',
  // Jest leaves one processor free, which of two is half.
  maxWorkers: '100%',
  // Tests that start programs take long on a busy machine.
  testTimeout: 30_000,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // Nearly every test file loads it.
  moduleNameMapper: oneFileOf(['zod']),
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        // Most test files import these and do not use them: they are loaded once they are used.
        module: { type: 'commonjs', lazy: ['re2js', 'cdk8s', 'cdktf', 'yaml', '../charts/synth'] },
      },
    ],
  },
};
