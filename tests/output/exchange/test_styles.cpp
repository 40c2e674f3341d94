#include "support/places.h"

#include <catch2/catch.hpp>
#include <cpl_minixml.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct XmlDeleter {
    void operator()(CPLXMLNode *node) const { CPLDestroyXMLNode(node); }
};
using Xml = std::unique_ptr<CPLXMLNode, XmlDeleter>;

std::vector<fs::path> styles() {
    std::vector<fs::path> files;
    for (const auto &entry : fs::directory_iterator(support::source("styles")))
        if (entry.path().extension() == ".qml")
            files.push_back(entry.path());
    return files;
}

std::set<std::string> names_below(CPLXMLNode *parent, const char *element, const char *attribute) {
    std::set<std::string> names;
    for (auto *node = parent ? parent->psChild : nullptr; node; node = node->psNext)
        if (node->eType == CXT_Element && std::string(node->pszValue) == element)
            names.insert(CPLGetXMLValue(node, attribute, ""));
    return names;
}

} // namespace

TEST_CASE("Every style is well-formed and draws each category or range with a symbol that it defines") {
    REQUIRE(styles().size() > 5);
    for (const auto &file : styles()) {
        CAPTURE(file.filename().string());
        const Xml root(CPLParseXMLFile(file.c_str()));
        REQUIRE(root);
        auto *renderer = CPLGetXMLNode(root.get(), "=qgis.renderer-v2");
        REQUIRE(renderer);
        if (auto *inner = CPLGetXMLNode(renderer, "renderer-v2")) // of an inverted one
            renderer = inner;
        const auto symbols = names_below(CPLGetXMLNode(renderer, "symbols"), "symbol", "name");
        REQUIRE_FALSE(symbols.empty());
        for (const auto &used : names_below(CPLGetXMLNode(renderer, "categories"), "category", "symbol"))
            CHECK(symbols.count(used) == 1);
        for (const auto &used : names_below(CPLGetXMLNode(renderer, "ranges"), "range", "symbol"))
            CHECK(symbols.count(used) == 1);
    }
}

TEST_CASE("A style by stage knows the four stages and what is none of them") {
    for (const auto &file : styles()) {
        const Xml root(CPLParseXMLFile(file.c_str()));
        auto *renderer = CPLGetXMLNode(root.get(), "=qgis.renderer-v2");
        if (std::string(CPLGetXMLValue(renderer, "attr", "")) != "stage")
            continue;
        CAPTURE(file.filename().string());
        const std::set<std::string> stages = {"", "accepted", "approved", "maintained", "under_construction"};
        CHECK(names_below(CPLGetXMLNode(renderer, "categories"), "category", "value") == stages);
    }
}

TEST_CASE("A layer without a style of its own finds one for its geometry") {
    for (const auto *name : {"_polygon", "_line", "_point", "banner", "league"})
        CHECK(fs::exists(support::source("styles") / (std::string(name) + ".qml")));
}

TEST_CASE("The styles are those that tools/make_styles.py writes") {
    // NOLINTNEXTLINE(cert-env33-c): our own program
    CHECK(std::system(("python3 " + support::source("tools/make_styles.py").string() + " --check").c_str()) ==
          0);
}
