import { type CrashPlan, crashRun } from '../testing/crash/run.ts';

/** `soak [minutes] [kills]`: the long form of the crash test; 60 minutes and 100 kills when nothing is said. */
const [minutes = 60, kills = 100] = process.argv.slice(2).map(Number);
const share = Math.ceil(kills / 4);
const plan: CrashPlan = {
  kills: { postgres: share, writer: share, projector: share, listener: share },
  events: 2000,
  seconds: minutes * 60,
  betweenMs: Math.min(60_000, Math.max(500, (minutes * 60_000) / Math.max(kills, 1))),
  say: (line) => console.log(line),
};
const report = await crashRun(plan);
console.log(JSON.stringify(report));
console.log(`lost ${report.lost}, duplicated ${report.duplicated}, gaps ${report.gaps}`);
process.exitCode = report.lost + report.duplicated + report.gaps === 0 ? 0 : 1;
