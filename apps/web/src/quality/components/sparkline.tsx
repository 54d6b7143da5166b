import type { Sparkline as SparklineData } from '@wardwright/domain/quality/schema';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ReactElement } from 'react';
import { px, unbrokenRuns } from '../charts/runs.ts';

const WIDTH = 96;
const HEIGHT = 30;

interface Spot {
  readonly x: number;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

function spotsOf(data: SparklineData): Spot[] {
  const step = (WIDTH - 8) / Math.max(1, data.values.length - 1);
  return data.values.map((value, index) => ({
    x: data.values.length === 1 ? WIDTH - 6 : 2 + index * step,
    value,
    lower: data.lower[index] ?? null,
    upper: data.upper[index] ?? null,
  }));
}

/** Fewer values than this make no line worth drawing. */
const ENOUGH = 3;

/** Two or fewer values: a dotted line where a course would be, and hollow dots for what there is. */
function Thin({ spots }: { readonly spots: readonly Spot[] }): ReactElement {
  return (
    <>
      <line className="lead" strokeDasharray="2 3" x1="2" x2={WIDTH - 6} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {spots
        .filter((spot) => spot.value !== null)
        .map((spot) => (
          <circle key={spot.x} className="p-hollow" cx={px(spot.x)} cy={HEIGHT / 2} r={2.45} />
        ))}
    </>
  );
}

/** The last periods at a glance: our line over the peers' middle half. The row's words say the same. */
export function Sparkline({ data, className }: { readonly data: SparklineData; readonly className?: string | undefined }): ReactElement {
  const spots = spotsOf(data);
  const numbers = spots.flatMap((spot) => [spot.value, spot.lower, spot.upper]).filter((value) => value !== null);
  const y = scaleLinear([Math.min(...numbers), Math.max(...numbers)], [HEIGHT - 4, 4]);
  const at = (value: number | null): number => px(y(value ?? 0));
  const band = area<Spot>().x((spot) => px(spot.x)).y0((spot) => at(spot.lower)).y1((spot) => at(spot.upper));
  const path = line<Spot>().x((spot) => px(spot.x)).y((spot) => at(spot.value));
  const lines = unbrokenRuns(spots, (spot) => spot.value !== null);
  const last = lines.at(-1)?.at(-1);
  const thin = spots.filter((spot) => spot.value !== null).length < ENOUGH;
  return (
    <svg className={className} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" style={{ display: 'block' }}>
      {unbrokenRuns(spots, (spot) => spot.lower !== null && spot.upper !== null).map((run) => (
        <path key={run[0]?.x} className="pband" d={band(run) ?? ''} />
      ))}
      {thin && <Thin spots={spots} />}
      {!thin &&
        lines.map((run) => (
          <path key={run[0]?.x} className="dline thin" d={path(run) ?? ''} />
        ))}
      {!thin && last && <circle className="p-common" cx={px(last.x)} cy={at(last.value)} r={2.45} />}
    </svg>
  );
}
