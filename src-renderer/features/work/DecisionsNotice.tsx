import { Alert, Anchor, Stack } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { Link } from 'wouter';
import { may } from '../../../src-main/contract/index.ts';
import { useCall, type Question } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { useOpenSession } from '../../stores/session.ts';

/** How many of an answer's items fit; none as long as there is no answer. */
const howMany = <T,>({ state }: Question<T>, of: (value: T) => readonly unknown[]): number =>
  state.kind === 'have' ? of(state.value).length : 0;

/** Tells a second person what waits for their word: nobody else can decide it, and they would have to look for it. */
export const DecisionsNotice = () => {
  const { roles } = useOpenSession().account;
  const approves = may(roles, 'approve-enrolment') ? {} : null;
  const settings = useCall('settings.list', may(roles, 'approve-settings') ? {} : null);
  const enrolment = useCall('enrolment.list', approves);
  const keys = useCall('keys.replacements', approves);
  const resets = useCall('accounts.resets', may(roles, 'handle-alerts') ? {} : null);
  const waiting = [
    {
      words: count(
        howMany(settings, (of) => of.settings.filter((one) => one.may.decide)),
        'change of a setting',
        'changes of settings',
      ),
      href: '/settings',
    },
    {
      words: count(
        howMany(enrolment, ({ people }) => people.filter((one) => one.may.approve)),
        'enrolment',
      ),
      href: '/enrolment',
    },
    {
      words: count(
        howMany(keys, (of) => of.waiting.filter((one) => one.mayApprove)),
        'replacement key',
      ),
      href: '/enrolment',
    },
    {
      words: count(
        howMany(resets, (of) => of.waiting.filter((one) => one.mayDecide)),
        'reset of a login',
        'resets of logins',
      ),
      href: '/logins',
    },
  ].filter(({ words }) => !words.startsWith('0 '));
  if (waiting.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconHourglass aria-hidden />} title="Waits for your decision as the second person">
      <Stack gap={4} align="flex-start">
        {waiting.map(({ words, href }) => (
          <Anchor key={words} component={Link} href={href}>
            {words}
          </Anchor>
        ))}
      </Stack>
    </Alert>
  );
};
