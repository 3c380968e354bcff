import styles from './Calendar.module.css';
import { DueOnDay } from './DueOnDay.tsx';
import { monthName, weeksOf, type DueItem } from './months.ts';

const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface Props {
  readonly month: string;
  readonly today: string;
  readonly items: readonly DueItem[];
}

/** A month as a table of weeks, with what is due on each day. */
export const MonthTable = ({ month, today, items }: Props) => (
  <table className={styles['month']} aria-label={`Due in ${monthName(month)}`}>
    <thead>
      <tr>
        {weekDays.map((name) => (
          <th key={name} scope="col" abbr={name}>
            {name.slice(0, 3)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {weeksOf(month, items).map((week) => (
        <tr key={week.find(({ day }) => day !== null)?.day}>
          {week.map(({ day, items: due }, index) => (
            <td key={day ?? `${String(index)} of another month`} data-today={day === today}>
              {day !== null && <div className={styles['number']}>{Number(day.slice(8))}</div>}
              {due.map((item) => (
                <DueOnDay key={`${item.kind} ${item.subject.id}`} item={item} />
              ))}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
