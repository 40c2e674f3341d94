#include "support/folder.h"
#include "support/made_report.h"

#include <qitu/core/base/error.h>
#include <qitu/output/xlsx/xlsx.h>

#include <catch2/catch.hpp>
#include <ogrsf_frmts.h>

#include <set>

using namespace qitu;

namespace {

// Cells as GDAL's XLSX driver reads them, by sheet; headers are cells like any other.
class OpenedBook {
  public:
    explicit OpenedBook(const std::filesystem::path &file) {
        GDALAllRegister();
        CPLSetConfigOption("OGR_XLSX_HEADERS", "DISABLE");
        CPLSetConfigOption("OGR_XLSX_FIELD_TYPES", "STRING");
        data_.reset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
        REQUIRE(data_);
    }

    [[nodiscard]] std::vector<std::string> sheets() const {
        std::vector<std::string> names;
        for (const auto *layer : data_->GetLayers())
            names.emplace_back(const_cast<OGRLayer *>(layer)->GetName());
        return names;
    }

    /// Rows whose cell in `column` is the text.
    [[nodiscard]] std::vector<std::vector<std::string>> rows(const std::string &sheet, int column,
                                                             const std::string &text) const {
        std::vector<std::vector<std::string>> result;
        OGRLayer *layer = data_->GetLayerByName(sheet.c_str());
        REQUIRE(layer);
        for (const auto &feature : *layer) {
            std::vector<std::string> cells;
            for (int i = 0; i < feature->GetFieldCount(); ++i)
                cells.emplace_back(feature->GetFieldAsString(i));
            if (cells.at(static_cast<std::size_t>(column)) == text)
                result.push_back(std::move(cells));
        }
        return result;
    }

  private:
    struct Close {
        void operator()(GDALDataset *data) const { GDALClose(data); }
    };
    std::unique_ptr<GDALDataset, Close> data_;
};

} // namespace

TEST_CASE("The workbook opens again with a sheet for each part and the figures in their cells") {
    const support::Folder folder;
    xlsx::write_workbook(folder / "book.xlsx", made::edition());
    const OpenedBook book(folder / "book.xlsx");
    const std::vector<std::string> sheets = book.sheets();
    REQUIRE(sheets.size() == 11); // two indicators and two leagues among them
    CHECK(std::vector(sheets.begin(), sheets.begin() + 5) ==
          std::vector<std::string>{"Contents", "Summary", "Charts", "Leagues", "Banners"});
    CHECK(std::vector(sheets.begin() + 7, sheets.end()) ==
          std::vector<std::string>{"呼和浩特市", "巴彦淖尔市", "High-standard farmland", "Legend"});

    const std::string built = made::catalogue().indicator("hsf.built").names.en;
    const auto summary = book.rows("Summary", 0, built);
    REQUIRE(summary.size() == 1);
    CHECK(std::stod(summary[0][2]) == 395);
    CHECK(std::stod(summary[0][3]) == 1);
    CHECK(std::stod(summary[0][4]) == Approx(1.0 / 395));

    const auto linhe = book.rows("Banners", 0, "临河区");
    REQUIRE(linhe.size() == 1);
    CHECK(std::stod(linhe[0][1]) == 5000); // where banners are listed, figures are in 亩
    CHECK(std::stod(linhe[0][2]) == Approx(3333.33).margin(0.011));
    CHECK(book.rows("Banners", 0, "五原县")[0][1] == "no target");
}

TEST_CASE("Sums of the workbook are formulas whose cached value is the sum of the cells") {
    const support::Folder folder;
    xlsx::write_workbook(folder / "sums.xlsx", made::edition());
    const OpenedBook book(folder / "sums.xlsx");
    const auto value = [&](const std::string &sheet, int column, const std::string &text, std::size_t row,
                           std::size_t at) {
        return std::stod(book.rows(sheet, column, text).at(row).at(at));
    };
    const double league = value("Banners", 0, "巴彦淖尔市", 0, 2);
    CHECK(league == Approx(6666.67).margin(1e-9));
    CHECK(value("Banners", 0, "临河区", 0, 2) + value("Banners", 0, "五原县", 0, 2) ==
          Approx(league).margin(1e-9));
    CHECK(value("Banners", 0, "内蒙古自治区", 0, 2) == Approx(10000).margin(1e-9));
    // Columns of the layer: code, banner, stage, features, gross, net, overlap in 亩, then in m².
    const std::string layer = "High-standard farmland";
    CHECK(value(layer, 1, "巴彦淖尔市", 0, 8) == Approx(1100.01).margin(1e-9));
    CHECK(value(layer, 1, "临河区", 0, 8) + value(layer, 1, "临河区", 1, 8) == Approx(1100.01).margin(1e-9));
    CHECK(value(layer, 1, "Total", 0, 9) == Approx(500).margin(0.011));

    CPLSetConfigOption("OGR_XLSX_FIELD_TYPES", nullptr);
    const std::string inside = "/vsizip/" + (folder / "sums.xlsx").string() + "/xl/worksheets/sheet4.xml";
    const std::unique_ptr<VSILFILE, int (*)(VSILFILE *)> sheet(VSIFOpenL(inside.c_str(), "rb"), VSIFCloseL);
    REQUIRE(sheet);
    std::string xml(1 << 20, '\0');
    xml.resize(VSIFReadL(xml.data(), 1, xml.size(), sheet.get()));
    CHECK(xml.find("SUBTOTAL(9,") != std::string::npos);
}

TEST_CASE("The same figures give the same workbook to the byte") {
    const support::Folder folder;
    xlsx::write_workbook(folder / "first.xlsx", made::edition());
    xlsx::write_workbook(folder / "second.xlsx", made::edition());
    CHECK(support::read_file(folder / "first.xlsx").size() > 5000);
    CHECK(support::read_file(folder / "first.xlsx") == support::read_file(folder / "second.xlsx"));
}

TEST_CASE("A workbook that cannot be written is refused and leaves nothing") {
    const support::Folder folder;
    try {
        xlsx::write_workbook(folder / "none" / "book.xlsx", made::edition());
        FAIL("written");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::refused);
    }
    CHECK(folder.list().empty());
}
