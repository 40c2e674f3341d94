#include "borders.h"
#include "made.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/staging.h>

#include <catch2/catch.hpp>
#include <cpl_minixml.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace qitu;
using report::GridPoint;
using report::GridRing;

namespace {

std::string page() {
    const made::TemporaryFile file("page.html");
    report::write_page(file.path(), made::figures(), made::catalogue(), made::banner_boundaries(),
                       made::league_boundaries());
    return file.bytes();
}

std::size_t count(const std::string &text, const std::string &what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

std::set<std::pair<GridPoint, GridPoint>> edges(const report::Shape &shape) {
    std::set<std::pair<GridPoint, GridPoint>> result;
    for (const GridRing &ring : shape.rings)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            result.insert(std::minmax(ring[i], ring[i + 1]));
    return result;
}

struct FreeXml {
    void operator()(CPLXMLNode *node) const { CPLDestroyXMLNode(node); }
};

} // namespace

TEST_CASE("The page is well-formed, loads nothing and draws every banner with its name") {
    const std::string html = page();
    CHECK(html.find("http://") == std::string::npos);
    CHECK(html.find("https://") == std::string::npos);
    CHECK(html.find("<html lang=\"en\">") != std::string::npos);
    CHECK(count(html, "<path id=\"b") == 3);
    for (const char *name : {"临河区", "五原县", "新城区", "巴彦淖尔市", "呼和浩特市"})
        CHECK(count(html, name) >= 2);
    CHECK(html.find("进展 &lt;报告&gt; &amp; &quot;2023&quot;") != std::string::npos);
    const std::string document = html.substr(html.find("<html"));
    const std::string without_script = document.substr(0, document.find("<script")) + "</body></html>";
    const std::unique_ptr<CPLXMLNode, FreeXml> root(CPLParseXMLString(without_script.c_str()));
    CHECK(root);
}

TEST_CASE("Banners are coloured by their percentage, and one without a target by none") {
    const std::string html = page();
    CHECK(html.find("id=\"b150802\" class=\"b p2\"") != std::string::npos); // 66.7 %
    CHECK(html.find("id=\"b150821\" class=\"b free\"") != std::string::npos);
    CHECK(html.find("no target") != std::string::npos);
    CHECK(html.find("(illustrative)") != std::string::npos);
}

TEST_CASE("The same figures give the same page to the byte") {
    CHECK(page() == page());
}

TEST_CASE(
    "Simplified borders still match: neighbours share them, and only the border of leagues is drawn as one") {
    const report::MapBorders map =
        report::map_borders(made::banner_boundaries(), made::league_boundaries(), 11000);
    REQUIRE(map.banners.size() == 3);
    const auto west = edges(map.banners[0]);
    const auto middle = edges(map.banners[1]);
    std::vector<std::pair<GridPoint, GridPoint>> shared;
    std::set_intersection(west.begin(), west.end(), middle.begin(), middle.end(), std::back_inserter(shared));
    CHECK(shared.size() > 20);               // the zigzag is drawn
    CHECK(shared.size() + 3 == west.size()); // and all of it is shared: three sides are the west's own
    std::set<std::pair<GridPoint, GridPoint>> leagues;
    for (const auto &line : map.league_border)
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            leagues.insert(std::minmax(line[i], line[i + 1]));
    for (const auto &edge : shared)
        CHECK(leagues.count(edge) == 0);
    CHECK(leagues.size() == 9); // the outline of the three and the side between the leagues
}

TEST_CASE("A line is simplified alike from both its ends") {
    std::vector<GridPoint> line;
    for (int i = 0; i < 300; ++i)
        line.push_back({i * 10, (i * i * 37) % 91});
    std::vector<GridPoint> forth = report::simplified(line, 20);
    std::reverse(line.begin(), line.end());
    std::vector<GridPoint> back = report::simplified(line, 20);
    std::reverse(back.begin(), back.end());
    CHECK(forth == back);
    CHECK(forth.size() < line.size());
    CHECK(report::simplified({{0, 0}, {5, 1}, {10, 0}}, 2).size() == 2);
}

TEST_CASE("A boundary that is no polygon is refused by name") {
    std::vector<workspace::Boundary> banners = made::banner_boundaries();
    banners[1].wkb.resize(40);
    try {
        report::map_borders(banners, {}, 1000);
        FAIL("drawn");
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::refused);
        CHECK(std::string(error.what()).find("150821") != std::string::npos);
    }
}
