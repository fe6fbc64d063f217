import type { EvaluationReport } from "../../../packages/client/src/client.ts";

const SIZE = 240;
const MARGIN = 40;

const x = (share: number): number => MARGIN + share * SIZE;
const y = (share: number): number => MARGIN + (1 - share) * SIZE;

/** How well scores are calibrated: on the dashed line, the share of violations equals the score. */
export function Calibration({
  calibration,
}: {
  readonly calibration: NonNullable<EvaluationReport["calibration"]>;
}) {
  const { bins, brier, expected_error: error, items } = calibration;
  const filled = bins.filter((bin) => bin.items > 0);
  const line = filled.map((bin) => `${x(bin.mean_score)},${y(bin.violations)}`).join(" ");
  return (
    <div class="stack">
      <p>{`Brier score ${brier.toFixed(3)} and expected error ${error.toFixed(3)} over ${items} items; 0 is perfect.`}</p>
      <svg
        class="plot"
        viewBox={`0 0 ${SIZE + 2 * MARGIN} ${SIZE + 2 * MARGIN}`}
        role="img"
        aria-label={`Calibration: ${filled.map((bin) => `score ${bin.mean_score.toFixed(2)}, ${(bin.violations * 100).toFixed(0)} % violations of ${bin.items}`).join("; ")}`}
      >
        <path class="plot-axis" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
        <path class="plot-ideal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        <polyline class="plot-line" points={line} />
        {filled.map((bin) => (
          <circle
            key={bin.low}
            class="plot-point"
            cx={x(bin.mean_score)}
            cy={y(bin.violations)}
            r={3 + Math.min(6, Math.sqrt(bin.items))}
          >
            <title>{`${bin.items} items`}</title>
          </circle>
        ))}
        {[0, 0.5, 1].map((tick) => (
          <g key={tick}>
            <text x={x(tick)} y={y(0) + 14} text-anchor="middle">
              {tick}
            </text>
            <text x={x(0) - 4} y={y(tick) + 4} text-anchor="end">
              {tick}
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={SIZE + 2 * MARGIN - 8} text-anchor="middle">
          score
        </text>
        <text x={10} y={y(0.5)} text-anchor="middle" transform={`rotate(-90 10 ${y(0.5)})`}>
          share of violations
        </text>
      </svg>
    </div>
  );
}
