//! A plot as SVG.

use plotters::chart::ChartBuilder;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged, ValueFormatter};
use plotters::prelude::{
    Circle, IntoDrawingArea, IntoLogRange, LineSeries, PathElement, SVGBackend, Text,
};
use plotters::series::PointSeries;
use plotters::style::{Color as _, RGBColor, WHITE};

use crate::Outcome;
use crate::finding::{Plot, Scale};

/// Draws a plot.
pub(super) fn draw(plot: &Plot) -> Outcome<String> {
    let (x, y) = (
        range(plot, plot.x.scale, |p| p.0),
        range(plot, plot.y.scale, |p| p.1),
    );
    let mut svg = String::new();
    match (plot.x.scale, plot.y.scale) {
        (Scale::Linear, Scale::Linear) => draw_on(&mut svg, plot, x, y)?,
        (Scale::Linear, Scale::Logarithmic) => draw_on(&mut svg, plot, x, y.log_scale())?,
        (Scale::Logarithmic, Scale::Linear) => draw_on(&mut svg, plot, x.log_scale(), y)?,
        (Scale::Logarithmic, Scale::Logarithmic) => {
            draw_on(&mut svg, plot, x.log_scale(), y.log_scale())?;
        }
    }
    Ok(svg)
}

fn draw_on<X, Y>(svg: &mut String, plot: &Plot, x: X, y: Y) -> Outcome
where
    X: AsRangedCoord<Value = f64>,
    X::CoordDescType: ValueFormatter<f64>,
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: ValueFormatter<f64>,
    <X as AsRangedCoord>::CoordDescType: Ranged<ValueType = f64>,
    <Y as AsRangedCoord>::CoordDescType: Ranged<ValueType = f64>,
{
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (lines, legend) = area.split_horizontally(LINES_WIDTH);
    let mut chart = ChartBuilder::on(&lines)
        .caption(&plot.title, ("sans-serif", 18))
        .margin(14)
        .x_label_area_size(44)
        .y_label_area_size(72)
        .build_cartesian_2d(x, y)?;
    chart
        .configure_mesh()
        .x_desc(&plot.x.label)
        .y_desc(&plot.y.label)
        .x_label_formatter(&|value| label(*value))
        .y_label_formatter(&|value| label(*value))
        .light_line_style(WHITE)
        .label_style(("sans-serif", 13))
        .axis_desc_style(("sans-serif", 14))
        .draw()?;
    let colored = plot.series.iter().zip(COLORS.iter().cycle());
    for (y, (series, color)) in (52..).step_by(20).zip(colored) {
        let points = || series.points.iter().copied();
        chart.draw_series(LineSeries::new(points(), color.stroke_width(2)))?;
        let marks = PointSeries::<_, _, Circle<_, _>, _>::new(points(), 3, color.filled());
        chart.draw_series(marks)?;
        // Beside the lines, where it covers none of them.
        let sample = [(0, y), (18, y)];
        legend.draw(&PathElement::new(sample, color.stroke_width(2)))?;
        let name = series.name.as_str();
        legend.draw(&Text::new(name, (26, y - 6), ("sans-serif", 13)))?;
    }
    area.present()?;
    Ok(())
}

/// From the least to the greatest value, with room above; an axis that grows evenly begins at 0.
fn range(plot: &Plot, scale: Scale, value: fn(&(f64, f64)) -> f64) -> std::ops::Range<f64> {
    let values = || {
        plot.series
            .iter()
            .flat_map(|line| line.points.iter().map(value))
    };
    let greatest = values().fold(f64::MIN_POSITIVE, f64::max);
    match scale {
        Scale::Linear => 0.0..greatest * 1.1,
        Scale::Logarithmic => values().fold(greatest, f64::min) * 0.7..greatest * 1.5,
    }
}

/// A number as short as it is exact enough on an axis.
fn label(value: f64) -> String {
    match value {
        _ if value >= 1e6 => format!("{} M", short(value / 1e6)),
        _ if value >= 1e4 => format!("{} k", short(value / 1e3)),
        _ => short(value),
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const SIZE: (u32, u32) = (1060, 440);

/// The rest is for their names.
const LINES_WIDTH: u32 = 740;

/// Told apart by people who do not see red and green apart, too (Okabe and Ito's colours).
const COLORS: &[RGBColor] = &[
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(90, 90, 90),
    RGBColor(204, 121, 167),
    RGBColor(0, 158, 115),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
    RGBColor(136, 84, 40),
];

#[cfg(test)]
mod tests {
    use super::{draw, label};
    use crate::finding::{Axis, Plot};

    #[test]
    fn each_line_is_in_the_plot_with_its_name() {
        for (x, y) in [
            (Axis::linear("x"), Axis::linear("y")),
            (Axis::linear("x"), Axis::logarithmic("y")),
            (Axis::logarithmic("x"), Axis::linear("y")),
            (Axis::logarithmic("x"), Axis::logarithmic("y")),
        ] {
            let mut plot = Plot::new("f", "the title", x, y);
            plot.line("one", vec![(1.0, 2.0), (10.0, 30.0)]);
            plot.line("another", vec![(1.0, 3.0), (10.0, 20.0)]);
            plot.line("nothing", vec![]);
            let svg = draw(&plot).unwrap();
            let count = |text: &str| svg.matches(text).count();
            assert_eq!(count("<circle"), 4, "{svg}");
            for (text, times) in [("the title", 1), ("one", 1), ("another", 1), ("nothing", 0)] {
                assert_eq!(count(&format!("\n{text}\n")), times, "{text}: {svg}");
            }
        }
    }

    #[test]
    fn labels_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (0.25, "0.25"),
            (1500.0, "1500"),
            (20_000.0, "20 k"),
            (1_500_000.0, "1.5 M"),
        ] {
            assert_eq!(label(value), expected);
        }
    }
}
