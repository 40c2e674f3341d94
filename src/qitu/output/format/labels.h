// Words that several outputs share, in the language in use.
#pragma once

#include <qitu/analysis/indicators/progress.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <string>
#include <string_view>
#include <vector>

namespace qitu::format {

std::string unit_label(Unit unit);
/// 万亩, 公里, 个旗县 …: banners are counted as banners.
std::string unit_label(const catalogue::Indicator &indicator);

/// The same of a row, in the unit in which its figures are.
std::string unit_label(const indicators::ProgressRow &row);

/// A target in the document's words: ≥ 300, about 20.
std::string target_label(const std::string &target, catalogue::TargetKind kind);

/// A code's name; the code itself where the field has no list or the list does not have it.
std::string code_label(const catalogue::Field *field, const std::string &code);

/// td1055 with what it means.
std::string method_label(geodesy::Method method);

/// The indicator with this id; null when the catalogue has none.
const catalogue::Indicator *find_indicator(const catalogue::Catalogue &catalogue, const std::string &id);
const catalogue::Layer *find_layer(const catalogue::Catalogue &catalogue, const std::string &id);

/// Its name, or the id of one that the catalogue does not know.
std::string indicator_label(const catalogue::Indicator *indicator, const std::string &id);
std::string layer_label(const catalogue::Layer *layer, const std::string &id);

/// League of a banner by the catalogue; by the code's first four digits where it does not know the banner.
std::string league_of(const catalogue::Catalogue &catalogue, const std::string &banner);

/// The units from the league down to this one: {} of the region, {league}, {league, banner}.
std::vector<std::string> admin_path(const catalogue::Catalogue *catalogue, const std::string &code);

/// Whether the unit of the code is this league, banner or township, or lies in it: whether the path down to it has it.
bool lies_in(const catalogue::Catalogue &catalogue, std::string_view code, std::string_view unit);

/// Bureaus' names are Chinese in both languages.
std::string admin_label(const catalogue::Catalogue &catalogue, const std::string &code);

/// Parts of it add up to the whole: figures of area and length do, works and shares do not.
bool additive(const catalogue::Indicator *indicator);

} // namespace qitu::format
