import { phrases } from './phrases.ts'

export const zh = {
  accept: phrases(`
    接受 | 全部接受 | 接受全部 | 接受所有 | 接受所有cookie | 同意 | 全部同意 | 同意全部 | 我同意 | 允许 | 全部允许 | 允许全部 | 允许所有cookie | 知道了 | 好的 | 是 |
    接受並繼續 | 允許 | 全部允許 | 接受全部cookie | 確定
  `),
  reject: phrases(`
    拒绝 | 全部拒绝 | 拒绝全部 | 拒绝所有 | 拒绝所有cookie | 不同意 | 不接受 | 不允许 | 否 | 仅限必要 | 仅必要 | 仅接受必要 | 仅接受必要的cookie | 仅使用必要的cookie |
    仅必要cookie | 仅允许必要 | 继续而不接受 | 不同意并继续 | 拒絕 | 全部拒絕 | 拒絕全部 | 拒絕所有 | 僅限必要 | 僅接受必要 | 僅必要cookie | 只接受必要
  `),
  settings: phrases(`
    设置 | cookie设置 | 设置cookie | 自定义 | 自定义设置 | 偏好设置 | 管理 | 管理cookie | 管理选项 | 管理偏好 | 更多选项 | 选项 | 显示详情 | 查看详情 | 選項 |
    設定 | cookie設定 | 自訂 | 管理偏好設定 | 偏好設定 | 更多選項
  `),
  save: phrases(`
    保存 | 保存选择 | 保存设置 | 保存偏好 | 确认 | 确认选择 | 确认我的选择 | 允许选择 | 接受所选 | 保存并关闭 | 儲存 | 儲存設定 | 儲存選擇 | 確認 | 確認選擇 | 確認我的選擇 |
    允許所選
  `),
  withdraw: phrases(`
    撤回同意 | 更改同意 | 修改同意 | cookie设置 | cookie偏好 | cookie偏好设置 | 管理cookie | 管理同意 | 隐私设置 | 隐私选择 | 隐私偏好 | cookie設定 |
    管理同意聲明 | 隱私設定 | 撤銷同意 | cookie偏好設定
  `),
  about: phrases('cookie | cookies | 同意 | 隐私 | 隱私 | 个人信息 | 個人資料 | 个人数据'),
  necessary: phrases('必要 | 必需 | 绝对必要 | 严格必要 | 始终启用 | 始终开启 | 必備 | 絕對必要 | 永遠啟用 | 一律啟用'),
}
