import { Menu } from '@mantine/core';
import type { ReactElement, Ref } from 'react';
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
  /** The first chip, so that `/` can open it. */
  readonly firstRef: Ref<HTMLButtonElement>;
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
export function FeedFilters({ filters, onChange, firstRef }: FeedFiltersProps): ReactElement {
  return (
    <>
      {filters.map((filter, index) => (
        <Menu key={filter.key} position="bottom-start" closeOnItemClick={false}>
          <Menu.Target>
            <Chip ref={index === 0 ? firstRef : null} name={filter.name} value={chosenWords(filter)} active={filter.chosen.length > 0} {...(index === 0 ? { icon: <Icon name="filter" /> } : {})} />
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
