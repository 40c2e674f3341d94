<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="0" minScale="100000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="1">
 <renderer-v2 type="graduatedSymbol" enableorderby="0" forceraster="0" symbollevels="0" attr="coalesce(&quot;percent&quot;, -1)" graduatedMethod="GraduatedColor">
  <ranges>
   <range symbol="0" lower="-1" upper="-0.5" label="无任务数" render="true" />
   <range symbol="1" lower="-0.5" upper="25" label="25% 以下" render="true" />
   <range symbol="2" lower="25" upper="50" label="25–50%" render="true" />
   <range symbol="3" lower="50" upper="75" label="50–75%" render="true" />
   <range symbol="4" lower="75" upper="99.995" label="75–100%" render="true" />
   <range symbol="5" lower="99.995" upper="1000000000.0" label="已完成" render="true" />
  </ranges>
  <symbols>
   <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="242,242,242,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(242, 242, 242, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.0" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.15" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="181,181,181,255" />
     </Option>
     <symbol type="line" name="@hatch@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="181,181,181,255" />
        <Option name="line_style" type="QString" value="solid" />
        <Option name="line_width" type="QString" value="0.15" />
        <Option name="line_width_unit" type="QString" value="MM" />
        <Option name="capstyle" type="QString" value="round" />
        <Option name="joinstyle" type="QString" value="round" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="243,227,195,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(243, 227, 195, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="217,213,143,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(217, 213, 143, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="156,194,124,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(156, 194, 124, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="fill" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="79,157,105,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(79, 157, 105, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="fill" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="31,122,92,255" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="138,138,138,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.15" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="type" type="int" value="3" />
         <Option name="expression" type="QString" value="color_rgba(31, 122, 92, scale_linear(coalesce(@map_scale, 1000000), 100000, 1000000, 90, 255))" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="&quot;name&quot; || coalesce('\n' || &quot;percent_shown&quot; || '%', '')" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="8" fontSizeUnit="Point" textColor="51,51,51,255" fontWeight="50" multilineHeight="0.8" namedStyle="Regular">
    <families>
     <family name="Noto Sans CJK SC" />
     <family name="Source Han Sans SC" />
     <family name="Microsoft YaHei" />
     <family name="PingFang SC" />
     <family name="WenQuanYi Micro Hei" />
     <family name="SimHei" />
    </families>
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,215" bufferOpacity="1" bufferJoinStyle="128" />
   </text-style>
   <text-format multilineAlign="1" autoWrapLength="0" />
   <placement placement="1" priority="4" dist="1.2" distUnits="MM" centroidInside="1" placementFlags="9" offsetType="1" fitInPolygonOnly="0" />
   <rendering drawLabels="1" scaleVisibility="1" scaleMax="4000000" scaleMin="60000" obstacle="0" fontLimitPixelSize="0" labelPerPart="0" mergeLines="1" />
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
