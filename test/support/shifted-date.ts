// Loaded into a process before its program: its wall clock is wrong by NAVITERM_TEST_WALL_SHIFT seconds, and it only.
const RightDate = Date;
const shift = Number(process.env['NAVITERM_TEST_WALL_SHIFT'] ?? 0) * 1000;
const wrongNow = () => RightDate.now() + shift;

globalThis.Date = new Proxy(RightDate, {
  construct: (target, given, asked) =>
    Reflect.construct(target, given.length === 0 ? [wrongNow()] : given, asked) as Date,
  apply: () => new RightDate(wrongNow()).toString(),
  get: (target, name) => (name === 'now' ? wrongNow : (Reflect.get(target, name) as unknown)),
});
