import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { Chip } from '../shell/components/chip.tsx';
import { t } from '../shell/i18n.tsx';
import { Icon } from '../shell/icons.tsx';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly count?: number;
}

export interface FeedFilter {
  /** The search parameter it is kept in. */
  readonly key: string;
  readonly name: string;
  readonly options: readonly FilterOption[];
  readonly chosen: readonly string[];
}

export interface FeedFiltersProps {
  readonly filters: readonly FeedFilter[];
  readonly onChange: (key: string, chosen: readonly string[]) => void;
}

function chosenWords({ options, chosen }: FeedFilter): string {
  if (chosen.length === 0) return t('quality.feed.any');
  const names = options.filter((option) => chosen.includes(option.value)).map((option) => option.label);
  return names.length <= 2 ? names.join(', ') : t('quality.feed.count', { n: names.length, total: options.length });
}

function toggled(chosen: readonly string[], value: string): readonly string[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
}

/** Filters as chips; every choice goes into the address, so a view can be sent to somebody. */
export function FeedFilters({ filters, onChange }: FeedFiltersProps): ReactElement {
  return (
    <>
      {filters.map((filter) => (
        <Menu key={filter.key} position="bottom-start" closeOnItemClick={false}>
          <Menu.Target>
            <Chip name={filter.name} value={chosenWords(filter)} active={filter.chosen.length > 0} />
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflow: 'auto' }}>
            {filter.options.map((option) => (
                <Menu.CheckboxItem
                  key={option.value}
                  checked={filter.chosen.includes(option.value)}
                  checkIcon={<Icon name="check" size={14} />}
                  rightSection={option.count === undefined ? null : <span className="mut">{option.count}</span>}
                  onChange={() => onChange(filter.key, toggled(filter.chosen, option.value))}
                >
                  {option.label}
                </Menu.CheckboxItem>
            ))}
            {filter.chosen.length > 0 && <Menu.Item onClick={() => onChange(filter.key, [])}>{t('quality.feed.clear')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      ))}
    </>
  );
}
