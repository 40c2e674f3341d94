// The vectors of tests/data, read as the tests need them.
#pragma once

#include "support/places.h"

#include <qitu/core/geodesy/geodesy.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

/// The cases of a file.
inline nlohmann::json vectors(const std::string &file) {
    std::ifstream stream(support::source("tests/golden") / file);
    return nlohmann::json::parse(stream)["cases"];
}

inline double number(const nlohmann::json &text) {
    return std::stod(text.get<std::string>());
}

/// Rings closed; `x` and `y` say which of the two numbers is which.
inline qitu::geodesy::Polygon polygon_of(const nlohmann::json &rings, std::size_t x, std::size_t y) {
    qitu::geodesy::Polygon polygon;
    for (const auto &points : rings) {
        qitu::geodesy::Ring ring;
        for (const auto &point : points)
            ring.push_back({point[x].get<double>(), point[y].get<double>()});
        ring.push_back(ring.front());
        polygon.push_back(ring);
    }
    return polygon;
}
