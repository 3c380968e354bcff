import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

/** What of an entry is not in order; nothing where all is. */
export const Gaps = ({ title, messages }: { readonly title: string; readonly messages: readonly string[] }) =>
  messages.length === 0 ? null : (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title={title}>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Alert>
  );
