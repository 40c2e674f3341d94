// The figures of an export as columns of banners and leagues, and as a table of their own.
#pragma once

#include "geopackage_export.h"

#include <qitu/output/report/report.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::exchange {

/// Exact figures, and in columns named …_shown the text that progress and the report print of them, for labels
/// and the atlas.
///
/// Columns of admin units, one set for each indicator with a figure: hsf_built_done, and hsf_built_target,
/// hsf_built_percent where there is one. The indicator that the catalogue maps stands in front of them as
/// percent, percent_shown, target, done, remaining: the styles of banners and leagues colour by it.
class FigureColumns {
  public:
    FigureColumns(const indicators::ProgressTable &progress, const catalogue::Catalogue &catalogue);

    void append_to(std::vector<qgis::Column> &columns) const;
    void append_to(std::vector<catalogue::Value> &values, const std::string &admin) const;

  private:
    using Row = indicators::ProgressRow;
    struct Source {
        qgis::Column column;
        std::string indicator;
        catalogue::Value (*value)(const Row &);
    };
    void add(const std::string &name, const std::string &title, const std::string &indicator,
             catalogue::Value (*value)(const Row &), const std::string &percentage_of = {});
    void add_main(const std::string &indicator, const std::string &name, const std::string &unit);
    void add_indicator(const std::string &indicator, const std::string &name, const std::string &unit);

    std::map<std::pair<std::string, std::string>, const Row *> rows_; // by indicator and admin unit
    std::vector<Source> sources_;
};

qgis::Table progress_table();
void fill_progress(GeoPackage::Rows &rows, const report::Figures &figures,
                   const catalogue::Catalogue &catalogue);

} // namespace qitu::exchange
