// Words in the heads of quota tables, and what they mean.
#pragma once

#include "layout.h"

#include <optional>
#include <string>

namespace qitu::quotas {

/// Folded and without blanks. All functions below take texts in this form.
std::string header_text(const std::string &cell);

bool is_unit(const std::string &text);

/// What says nothing of the thing: 合计, 面积, 建设任务, a year, a unit.
bool is_general(const std::string &text);

/// By id, name, or what the name is about; null where nothing or several are meant.
const catalogue::Indicator *indicator_named(const std::string &text, const catalogue::Catalogue &catalogue);

/// One of the codes by which the features of the indicator's layer are told apart (新建): a part of it, not the whole.
bool is_part(const std::string &head, const catalogue::Indicator &indicator,
             const catalogue::Catalogue &catalogue);

bool is_admin_head(const std::string &text);
bool is_league_head(const std::string &text);
bool is_passed_over(const std::string &text); // 序号, 备注

/// Of a list (指标, 年度, 指标值 …), its unit and year aside.
std::optional<Header> list_head(const std::string &text);

} // namespace qitu::quotas
