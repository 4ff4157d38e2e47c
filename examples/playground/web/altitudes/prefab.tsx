// #region prefab
import { ConsentNotice } from '@askfirst/react'

/** The notice as it comes. */
export const ByPrefab = () => <ConsentNotice safeArea={{ blockEnd: '1rem' }} />
// #endregion
