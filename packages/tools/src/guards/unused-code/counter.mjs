/** Adds the number of files that knip has read as a second line, since its own reports do not tell. */
// oxlint-disable-next-line import/no-default-export -- knip takes reporters as default exports only
export default ({ counters, write }) => write(JSON.stringify({ read: counters.processed }));
