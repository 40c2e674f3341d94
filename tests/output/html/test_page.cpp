#include "support/folder.h"
#include "support/made_report.h"

#include <qitu/output/html/html.h>

#include <catch2/catch.hpp>
#include <cpl_minixml.h>

#include <memory>

using namespace qitu;

namespace {

std::string page() {
    const support::Folder folder;
    html::write_page(folder / "page.html", made::edition(), made::banner_boundaries(),
                     made::league_boundaries());
    return support::read_file(folder / "page.html");
}

std::size_t count(const std::string &text, const std::string &what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
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
