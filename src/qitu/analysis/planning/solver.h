// Linear and mixed-integer programs. COIN-OR CBC solves them; only solver.cpp knows it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace qitu::planning {

/// To be maximised.
struct Program {
    struct Column {
        double gain = 0; // of one of it in the objective
        double least = 0, most = 1;
        bool whole = false;
    };
    struct Row {
        double least = 0, most = 0;
        std::vector<std::pair<std::size_t, double>> terms; // column, factor
    };
    std::vector<Column> columns;
    std::vector<Row> rows;
};

struct SolverLimits {
    double seconds = 60; // by the clock
    double gap = 1e-9;   // relative: near enough to the bound
};

struct Solution {
    bool found = false;         // false: no solution within the time, or there is none
    bool infeasible = false;    // there is none
    std::vector<double> values; // by column
    double objective = 0;
    double bound = 0; // no solution has a greater objective
};

Solution solve(const Program &program, const SolverLimits &limits);

} // namespace qitu::planning
