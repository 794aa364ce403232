/**
 * The parts of Fluent that screens use as they are. Anything else that Fluent offers is first taken
 * into this list, or wrapped beside it, so that one room knows the library.
 */
export {
  Button,
  Checkbox,
  Input,
  Link,
  Menu,
  MenuButton,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Option,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Radio,
  RadioGroup,
  Select,
  Spinner,
  Tab,
  TabList,
  Textarea,
  Tooltip,
  tokens,
  useId,
} from '@fluentui/react-components';
