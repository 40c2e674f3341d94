// The tables of the file and what stands in them: layers as the catalogue has them, admin units and the
// progress table with the figures that they are given.
#pragma once

#include "geopackage.h"

#include <qitu/output/report/report.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::exchange {

std::string with_unit(const std::string &title, const std::string &unit);

/// What forms of all layers need to know.
struct FormWorld {
    const catalogue::Catalogue *catalogue;
    std::vector<Choice> banners; // code and name
};
FormWorld form_world(const catalogue::Catalogue &catalogue, const std::vector<workspace::Boundary> &banners);

Table layer_table(const catalogue::Layer &layer, const FormWorld &world);
/// Review of a feature: none, banner, league, region.
Column review_column();

/// Columns of admin units, one set for each indicator with a figure: hsf_built_done, and hsf_built_target,
/// hsf_built_percent where there is one. The main indicator stands in front of them as percent, target, done,
/// remaining: the styles of banners and leagues colour by it.
class FigureColumns {
  public:
    FigureColumns(const indicators::ProgressTable &progress, const catalogue::Catalogue &catalogue);

    void append_to(std::vector<Column> &columns) const;
    void append_to(std::vector<catalogue::Value> &values, const std::string &admin) const;

  private:
    using Row = indicators::ProgressRow;
    struct Source {
        Column column;
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

/// `leagues`: for banners; null for the leagues themselves.
Table admin_table(const std::string &name, const std::string &title,
                  const std::vector<workspace::Boundary> *leagues);

Table progress_table();
void fill_progress(GeoPackage::Rows &rows, const report::Figures &figures,
                   const catalogue::Catalogue &catalogue);

} // namespace qitu::exchange
