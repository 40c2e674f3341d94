#include "solver.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace qitu::planning {

namespace {

struct ModelDeleter {
    void operator()(Cbc_Model *model) const { Cbc_deleteModel(model); }
};
using Model = std::unique_ptr<Cbc_Model, ModelDeleter>;

// The terms column by column, as CBC takes them.
struct Matrix {
    std::vector<CoinBigIndex> starts;
    std::vector<int> rows;
    std::vector<double> factors;
};

Matrix matrix_of(const Program &program) {
    std::vector<std::vector<std::pair<int, double>>> columns(program.columns.size());
    for (std::size_t row = 0; row < program.rows.size(); ++row)
        for (const auto &[column, factor] : program.rows[row].terms)
            columns.at(column).emplace_back(static_cast<int>(row), factor);
    Matrix matrix;
    for (const auto &terms : columns) {
        matrix.starts.push_back(static_cast<CoinBigIndex>(matrix.rows.size()));
        for (const auto &[row, factor] : terms) {
            matrix.rows.push_back(row);
            matrix.factors.push_back(factor);
        }
    }
    matrix.starts.push_back(static_cast<CoinBigIndex>(matrix.rows.size()));
    return matrix;
}

void load(Cbc_Model *model, const Program &program) {
    const Matrix matrix = matrix_of(program);
    std::vector<double> least, most, gains, row_least, row_most;
    for (const Program::Column &column : program.columns) {
        least.push_back(column.least);
        most.push_back(column.most);
        gains.push_back(column.gain);
    }
    for (const Program::Row &row : program.rows) {
        row_least.push_back(row.least);
        row_most.push_back(row.most);
    }
    Cbc_loadProblem(model, static_cast<int>(least.size()), static_cast<int>(row_least.size()),
                    matrix.starts.data(), matrix.rows.data(), matrix.factors.data(), least.data(),
                    most.data(), gains.data(), row_least.data(), row_most.data());
    Cbc_setObjSense(model, -1);
    for (std::size_t i = 0; i < program.columns.size(); ++i)
        if (program.columns[i].whole)
            Cbc_setInteger(model, static_cast<int>(i));
}

} // namespace

Solution solve(const Program &program, const SolverLimits &limits) {
    const Model model(Cbc_newModel());
    Cbc_setLogLevel(model.get(), 0);
    Cbc_setParameter(model.get(), "log", "0");
    load(model.get(), program);
    Cbc_setParameter(model.get(), "timeMode", "elapsed"); // a person waits by the clock
    Cbc_setMaximumSeconds(model.get(), std::max(limits.seconds, 0.05));
    Cbc_setAllowableFractionGap(model.get(), limits.gap);
    Cbc_solve(model.get());
    Solution solution;
    solution.infeasible = Cbc_isProvenInfeasible(model.get()) != 0;
    const bool whole = std::any_of(program.columns.begin(), program.columns.end(),
                                   [](const Program::Column &column) { return column.whole; });
    const double *values = whole ? Cbc_bestSolution(model.get()) : Cbc_getColSolution(model.get());
    solution.found = !solution.infeasible && values != nullptr;
    if (!solution.found)
        return solution;
    for (std::size_t i = 0; i < program.columns.size(); ++i) {
        solution.values.push_back(program.columns[i].whole ? std::round(values[i]) : values[i]);
        solution.objective += program.columns[i].gain * solution.values.back();
    }
    solution.bound = whole ? Cbc_getBestPossibleObjValue(model.get()) : solution.objective;
    if (whole && Cbc_isProvenOptimal(model.get()) != 0)
        solution.bound = std::max(solution.objective, std::min(solution.bound, solution.objective));
    return solution;
}

} // namespace qitu::planning
