// What of Apache ECharts the product carries: bars, lines, maps, tooltips, texts for screen readers; drawn as SVG.
export { getInstanceByDom, init, registerMap } from "echarts/core";
import { use } from "echarts/core";
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, MapChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);
