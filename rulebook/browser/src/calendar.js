/**
 * Functions of days on day numbers, by integer formulas: no `Date`, no time zone.
 *
 * Day 1 is 0001-01-01. Years begin in March here, so that the leap day is the last of a year.
 */

const DAYS_OF_400_YEARS = 146_097n;
const SHIFT = 306n; // days from 0000-03-01 to 0001-01-01

const floorDiv = (a, b) => (a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b);
const floorMod = (a, b) => a - floorDiv(a, b) * b;

/** Year, month and day of the month of a day number. */
export function split(day) {
  const days = day + SHIFT - 1n;
  const era = floorDiv(days, DAYS_OF_400_YEARS);
  const inEra = floorMod(days, DAYS_OF_400_YEARS);
  const year = (inEra - inEra / 1_460n + inEra / 36_524n - inEra / 146_096n) / 365n;
  const inYear = inEra - (365n * year + year / 4n - year / 100n);
  const month = (5n * inYear + 2n) / 153n;
  const ofMonth = inYear - (153n * month + 2n) / 5n + 1n;
  const january = month >= 10n;
  return [era * 400n + year + (january ? 1n : 0n), january ? month - 9n : month + 3n, ofMonth];
}

/** The day number of a day of the calendar. */
export function dayNumber(year, month, day) {
  const shifted = year - (month <= 2n ? 1n : 0n);
  const era = floorDiv(shifted, 400n);
  const inEra = floorMod(shifted, 400n);
  const inYear = (153n * (month > 2n ? month - 3n : month + 9n) + 2n) / 5n + day - 1n;
  const before = era * DAYS_OF_400_YEARS + inEra * 365n + inEra / 4n - inEra / 100n;
  return before + inYear - SHIFT + 1n;
}

export function monthLength(year, month) {
  if (month === 2n) {
    return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29n : 28n;
  }
  return [4n, 6n, 9n, 11n].includes(month) ? 30n : 31n;
}

function addMonths(day, months) {
  const [year, month, ofMonth] = split(day);
  const whole = year * 12n + month - 1n + months;
  const [toYear, toMonth] = [floorDiv(whole, 12n), floorMod(whole, 12n) + 1n];
  const length = monthLength(toYear, toMonth);
  return dayNumber(toYear, toMonth, ofMonth < length ? ofMonth : length);
}

/** Full years; the birthday counts, 29 February being 1 March in common years; never below 0. */
function age(birth, day) {
  const [bornYear, bornMonth, bornDay] = split(birth);
  const [year] = split(day);
  const years = year - bornYear;
  const full = dayNumber(year, bornMonth, bornDay) <= day ? years : years - 1n;
  return full > 0n ? full : 0n;
}

/** The greatest n with `first` + n months ≤ `second`; 0 where `second` is earlier. */
function months(first, second) {
  if (second < first) return 0n;
  const [a, b] = [split(first), split(second)];
  const count = (b[0] - a[0]) * 12n + b[1] - a[1];
  return addMonths(first, count) <= second ? count : count - 1n;
}

/** The calendar year in which the medical year began that holds the day. */
function medicalYear(day, firstMonth) {
  const [year, month] = split(day);
  return month >= firstMonth ? year : year - 1n;
}

/** The functions of days by the names that a program gives them. */
export const DAY_FUNCTIONS = {
  year: (day) => split(day)[0],
  age,
  months,
  medical_year: medicalYear,
  add_months: addMonths,
};

/** The day number of `2025-09-01`; null where the calendar has no such day. */
export function readDay(text) {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(BigInt);
  if (year < 1n || month < 1n || month > 12n || day < 1n || day > monthLength(year, month)) {
    return null;
  }
  return dayNumber(year, month, day);
}

export function dayText(day) {
  const [year, month, ofMonth] = split(day).map(String);
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${ofMonth.padStart(2, "0")}`;
}
