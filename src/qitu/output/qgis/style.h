// style: QGIS styles. Files of styles/ with the layer's forms put into them, and styles made from code lists.
#pragma once

#include <qitu/output/qgis/table.h>
#include <qitu/output/qgis/xml.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::qgis {

struct Style {
    std::string name;
    Xml qml;
    bool is_default = false;
    bool for_qgis_alone = false; // SLD cannot say it
};

/// Colours of codes, from styles/palette.toml.
class Palette {
  public:
    /// Throws Error (unreadable).
    explicit Palette(const std::filesystem::path &file);
    [[nodiscard]] std::string colour(const std::string &field, const std::string &code,
                                     std::size_t place) const;
    [[nodiscard]] const std::string &other() const { return other_; }

  private:
    std::vector<std::string> order_;
    std::string other_;
    std::map<std::pair<std::string, std::string>, std::string> codes_;
};

/// The folder styles/.
class StyleFolder {
  public:
    explicit StyleFolder(std::filesystem::path folder);

    /// The default first: the file of the table's style, or the one for its geometry, with its form. Then
    /// <style>.<name>.qml, a style for each code list (or <style>.<field>.qml where there is one), and one
    /// for each percentage. Throws Error (unreadable).
    [[nodiscard]] std::vector<Style> styles_of(const Table &table) const;

    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }

  private:
    [[nodiscard]] std::map<std::string, std::filesystem::path> by_hand(const Table &table) const;

    std::filesystem::path folder_;
    Palette palette_;
};

/// The style with the table's form: aliases, lists, conditions, tabs. Those that it has are replaced, but its
/// tabs and all else are kept.
void add_form(Xml &style, const Table &table);
Node add_form_tab(Node form, const std::string &name);

/// Forms stay with the default: QGIS then changes the drawing only.
void drop_form(Xml &style);

/// The base with its symbols by the codes of a column: each the symbol of what is accepted, in the colour of
/// the code.
Xml style_by_codes(const Xml &base, const Column &column, const Palette &palette);

/// A style as SLD 1.1 (OGC 05-078r4), for other programs: symbols, categories, ranges, scales, labels.
std::string sld_of(const Xml &qml, const Table &table);

/// layer_styles as QGIS makes it.
Table styles_table();
/// A row of it.
std::vector<catalogue::Value> style_row(const Table &table, const Style &style, const std::string &time);

} // namespace qitu::qgis
