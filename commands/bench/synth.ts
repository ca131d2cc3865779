import { synthCharts } from '../../charts/synth';
import { readEnvironments } from '../../model/read';
import { FaultError } from '../../model/fault';
import { write } from '../../output';
import { judgeSettings } from '../../rules';
import { createFleet, SHAPES, type Shape } from './fleet';
import { command, run } from '../run';
import { today } from '../today';

/** Makes the Kubernetes half of a fleet, as `npm run synth` makes that of the project. */
async function synthFleet(shape: string, objects: string, folder: string): Promise<void> {
  const environments = readEnvironments(createFleet(shape as Shape, Number(objects)), {});
  const { faults } = judgeSettings(environments, today());
  if (faults.length > 0) throw new FaultError(faults);
  const written = await write([{ target: folder, render: () => synthCharts(environments) }]);
  const count = written.reduce((sum, { contents }) => sum + Number.parseInt(contents, 10), 0);
  console.log(count);
}

void run(
  command('bench', `Makes a fleet for the benchmark; a shape is one of: ${SHAPES.join(', ')}.`)
    .argument('<shape>')
    .argument('<objects>')
    .argument('<folder>')
    .action(synthFleet),
);
