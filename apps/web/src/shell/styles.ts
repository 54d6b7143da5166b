import './theme/fonts.css';
import './theme/mantine-styles.ts';
import './theme/tokens.css';
import './theme/base.css';
