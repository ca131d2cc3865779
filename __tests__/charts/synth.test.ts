import { renderObjects, synthCharts } from '../../charts/synth';
import type { Settings } from '../../settings';
import { lab, production, scratch } from '../support';

const folder = scratch();

test('every environment is written to its folder, with what was written', () => {
  expect(synthCharts([lab, production], folder)).toEqual([
    { path: 'lab', contents: '27 objects in 7 files' },
    { path: 'production', contents: expect.stringMatching(/^\d+ objects in 5 files$/) },
  ]);
});

test('what a chart refuses is an error with the environment', () => {
  const config = { enableAutoMtls: false } as Settings['mesh']['config'];
  const wrong = { ...production, mesh: { ...production.mesh, config } };
  const message = /^production: the add-on blocks the MeshConfig field enableAutoMtls/;
  expect(() => synthCharts([lab, wrong], folder)).toThrow(message);
  expect(() => renderObjects(wrong)).toThrow(message);
});

test('a bug in a chart stays what it is', () => {
  const broken = { ...lab, mesh: null } as unknown as Settings;
  expect(() => synthCharts([broken], folder)).toThrow(TypeError);
});
