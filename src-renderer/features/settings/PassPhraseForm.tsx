import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../stores/session.ts';
import type { SettingForm } from './types.ts';

/** Which profile of rules new pass phrases keep. */
export const PassPhraseForm = ({ value, onChange }: SettingForm<'session.pass-phrases'>) => {
  const profiles = useSession((store) => store.info)?.passPhraseProfiles ?? [];
  const [chosen, setChosen] = useState(value.profile);
  const choose = (typed: string) => {
    const found = profiles.find(({ profile }) => profile === typed);
    if (found === undefined) return;
    setChosen(found.profile);
    onChange(found.profile === value.profile ? null : { profile: found.profile });
  };
  return (
    <Radio.Group label="Rules" value={chosen} onChange={choose}>
      <Stack gap="sm" mt={6}>
        {profiles.map(({ profile, title, source, rules }) => (
          <Radio key={profile} value={profile} label={title} description={`${source} ${rules.join(' ')}`} />
        ))}
      </Stack>
    </Radio.Group>
  );
};
